import { ApplicationCommandType } from 'discord-api-types/v10'
import type { MenuEntry, MenuGroup } from '../../ui/index.ts'
import { labelOf } from '../composer/command-forms.ts'
import { insertIntoComposer } from '../composer/composer-store.ts'
import { useLocale } from '../page/locale-choice.tsx'
import { changeMember, runCommand, timeOut } from '../state/act.ts'
import { actAs } from '../state/navigate.ts'
import { usePlayground } from '../state/store.ts'
import type { JoinedGuild, Member } from '../state/types.ts'
import { memberName } from './names.ts'

const copy = (text: string): void => void navigator.clipboard?.writeText(text)

/** The app's user commands that this person may use here. */
const useUserCommands = () => {
  const commands = usePlayground((state) => state.commands.commands)
  const app = usePlayground((state) => state.people?.application.name ?? 'App')
  const locale = useLocale()
  return (userId: string): MenuEntry[] =>
    commands
      .filter(({ type }) => type === ApplicationCommandType.User)
      .map((command) => ({
        key: command.id,
        label: labelOf(command, locale),
        hint: app,
        onSelect: () => void runCommand({ name: command.name, target: userId }),
      }))
}

const roleEntries = (guild: JoinedGuild, member: Member): MenuEntry[] =>
  guild.roles
    .filter(({ id, managed }) => id !== guild.id && !managed)
    .toSorted((a, b) => b.position - a.position)
    .map((role) => {
      const has = member.roles.includes(role.id)
      return {
        key: role.id,
        label: has ? `Take role ${role.name}` : `Give role ${role.name}`,
        onSelect: () =>
          void changeMember({ user: member.user.id, action: has ? 'remove-role' : 'add-role', role: role.id }),
      }
    })

/** What can be done with a member: the app's commands, mentions, and what others than the bot do to members. */
export const useUserMenu = (guild: JoinedGuild, member: Member | null) => {
  const userCommands = useUserCommands()
  const userId = usePlayground((state) => state.userId)
  const groups = (): MenuGroup[] => {
    if (!member) return []
    const { id, bot } = member.user
    const name = memberName(member)
    const people: MenuEntry[] = [
      { key: 'mention', label: 'Mention', onSelect: () => insertIntoComposer(`@${name}`, `<@${id}>`) },
      { key: 'copy', label: 'Copy user ID', onSelect: () => copy(id) },
    ]
    if (bot !== true && id !== userId)
      people.unshift({ key: 'act', label: `Act as ${name}`, onSelect: () => void actAs(id) })
    const isMuted = member.standing === 'muted'
    const leaves: MenuEntry[] = [
      {
        key: 'timeout',
        label: isMuted ? 'End the timeout' : 'Time out for 10 minutes',
        onSelect: () => void timeOut(id, isMuted ? 0 : 600),
      },
      {
        key: 'leave',
        label: 'Leaves the server',
        danger: true,
        onSelect: () => void changeMember({ user: id, action: 'leave' }),
      },
    ]
    return [
      { label: 'Apps', entries: userCommands(id) },
      { entries: people },
      {
        label: 'Done by hand, not by the bot',
        entries: bot === true ? [] : [...roleEntries(guild, member), ...leaves],
      },
    ]
  }
  return { groups }
}
