import { timeOut } from '../state/act.ts'
import { actAs } from '../state/navigate.ts'
import { refreshNow } from '../state/refresh.ts'
import { usePlayground } from '../state/store.ts'
import type { Person, Standing } from '../state/types.ts'

const groups: { standing: Standing; label: string }[] = [
  { standing: 'owner', label: 'Owner' },
  { standing: 'admin', label: 'Administrators' },
  { standing: 'moderator', label: 'Moderators' },
  { standing: 'member', label: 'Members' },
  { standing: 'muted', label: 'Muted' },
  { standing: 'outsider', label: 'Outsiders' },
]

/** Nobody is muted at the start, so the list offers to mute one: the last of the common members. */
const muteValue = 'mute'

const muteOne = async (users: Person[], guildId: string): Promise<void> => {
  const member = users.findLast(({ standing }) => standing[guildId] === 'member')
  if (!member || !(await timeOut(member.id, 3600))) return
  await refreshNow()
  await actAs(member.id)
}

const nameOf = (person: Person): string => person.global_name ?? person.username

/** Whose client this page is. Grouped by what they are in the server that is open. */
export const ActAs = () => {
  const people = usePlayground((state) => state.people)
  const userId = usePlayground((state) => state.userId)
  const usesGuild = usePlayground((state) => state.guildId !== null)
  const guildId = usePlayground((state) => state.guildId) ?? people?.guilds[0]?.id ?? ''
  const users = (people?.users ?? []).filter(({ bot }) => bot !== true)
  return (
    <label className="flex min-w-0 flex-1 items-center gap-1.5 text-xs font-semibold text-soft">
      <span className="shrink-0">Act as</span>
      <select
        value={userId}
        onChange={({ target }) => void (target.value === muteValue ? muteOne(users, guildId) : actAs(target.value))}
        className="min-h-8 w-full max-w-52 min-w-0 rounded-md border border-accent bg-field px-2 text-sm font-normal text-text"
      >
        {groups.map(({ standing, label }) => {
          const members = users.filter((person) => person.standing[guildId] === standing)
          return members.length === 0 ? null : (
            <optgroup key={standing} label={label}>
              {members.map((person) => (
                <option key={person.id} value={person.id}>
                  {nameOf(person)} ({standing})
                </option>
              ))}
            </optgroup>
          )
        })}
        {usesGuild && !users.some(({ standing }) => standing[guildId] === 'muted') && (
          <option value={muteValue}>A muted member …</option>
        )}
      </select>
    </label>
  )
}
