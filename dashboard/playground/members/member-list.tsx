import { clsx } from 'clsx'
import { useState } from 'react'
import { ContextMenu, useRoving } from '../../ui/index.ts'
import { Avatar } from '../page/avatar.tsx'
import type { JoinedGuild, Member } from '../state/types.ts'
import { colorOf, memberGroups, memberName } from './names.ts'
import { useUserMenu } from './user-menu.tsx'

const hex = (color: number): string => `#${color.toString(16).padStart(6, '0')}`

const dots = {
  online: 'bg-success',
  idle: 'bg-warning',
  dnd: 'bg-danger',
  offline: 'bg-faint',
  invisible: 'bg-faint',
} as const

const presenceWords = {
  idle: 'idle',
  dnd: 'do not disturb',
  offline: 'offline',
  invisible: 'offline',
  online: '',
} as const

const isTimedOut = (member: Member): boolean => member.standing === 'muted'

const Row = ({ guild, member, onMenu }: { guild: JoinedGuild; member: Member; onMenu: (member: Member) => void }) => {
  const color = colorOf(guild, member)
  const name = memberName(member)
  const isBot = member.user.bot === true
  return (
    <button
      type="button"
      data-user-id={member.user.id}
      onClick={(event) => {
        onMenu(member)
        // The menu is one of the right click; a plain click and Enter open it at the name.
        const box = event.currentTarget.getBoundingClientRect()
        const at = { bubbles: true, cancelable: true, clientX: box.left + 40, clientY: box.bottom - 4 }
        event.currentTarget.dispatchEvent(new MouseEvent('contextmenu', at))
      }}
      onContextMenu={() => onMenu(member)}
      className="flex w-full items-center gap-2.5 rounded-md px-2 py-1 text-left hover:bg-hover"
    >
      <span className="relative">
        <Avatar user={member.user} name={name} />
        <span
          className={clsx(
            'absolute -right-0.5 -bottom-0.5 size-3 rounded-full border-2 border-side',
            dots[member.presence],
          )}
        />
      </span>
      <span className="min-w-0 flex-1">
        <span
          className={clsx('block truncate text-sm', isTimedOut(member) && 'italic')}
          style={color === undefined ? undefined : { color: `color-mix(in oklab, ${hex(color)} 62%, var(--g-text))` }}
        >
          {name}{' '}
          {isBot && (
            <span className="ml-0.5 rounded bg-accent px-1 py-px text-[10px] font-bold text-on-accent">APP</span>
          )}
        </span>
        <span className="sr-only"> {presenceWords[member.presence]}</span>
        {isTimedOut(member) && <span className="block text-xs text-warning">Timed out</span>}
      </span>
    </button>
  )
}

/** Members by their listed roles; a click, right click or Shift+F10 opens what can be done with one. */
export const MemberList = ({ guild }: { guild: JoinedGuild }) => {
  const [target, setTarget] = useState<Member | null>(null)
  const { groups } = useUserMenu(guild, target)
  const ref = useRoving<HTMLDivElement>('button[data-user-id]')
  return (
    <ContextMenu groups={groups} trigger={<div ref={ref} className="p-2" />}>
      {memberGroups(guild).map((group) => (
        <section key={group.key} aria-label={group.label} className="mb-3">
          <h3 className="px-2 pt-2 pb-1 text-xs font-semibold text-faint">
            {group.label} — {group.members.length}
          </h3>
          <ul>
            {group.members.map((member) => (
              <li key={member.user.id}>
                <Row guild={guild} member={member} onMenu={setTarget} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </ContextMenu>
  )
}
