import type { CommandCall } from '../harness/world.ts'

export interface CommandRow extends Pick<CommandCall, 'options' | 'target'> {
  name: string
  /** Answers without Postgres: what it shows or asks for is not stored there. */
  standsAlone?: boolean
}

/** Every command of the bot once, in an order in which each finds what it needs. `person(n)` is the n-th member. */
export function everyCommand(person: (n: number) => string, message: string): CommandRow[] {
  const setting = { feature: 'moderation', setting: 'ban_delete_days' }
  return [
    { name: 'help', standsAlone: true },
    { name: 'Warn', target: person(1), standsAlone: true },
    { name: 'Note', target: person(1), standsAlone: true },
    { name: 'Cases', target: person(1) },
    { name: 'Warn for message', target: message, standsAlone: true },
    { name: 'warn', options: { user: person(1), reason: 'spam' } },
    { name: 'note', options: { user: person(1), text: 'seen before' } },
    { name: 'timeout', options: { user: person(1), duration: '10m' } },
    { name: 'untimeout', options: { user: person(1) } },
    { name: 'history', options: { user: person(1) } },
    { name: 'case view', options: { number: 1 } },
    { name: 'case edit', options: { number: 1, reason: 'advertising' } },
    { name: 'case search', options: { user: person(1) } },
    { name: 'case delete', options: { number: 1 } },
    { name: 'kick', options: { user: person(2) } },
    { name: 'ban', options: { user: person(3) } },
    { name: 'unban', options: { user: person(3) } },
    { name: 'tempban', options: { user: person(4), duration: '1h' } },
    { name: 'softban', options: { user: person(5) } },
    { name: 'massban', options: { users: person(6) } },
    { name: 'purge', options: { count: 1 } },
    { name: 'slowmode', options: { duration: '5s' } },
    { name: 'lock', options: {} },
    { name: 'unlock', options: {} },
    { name: 'modpanel', options: { user: person(1) } },
    { name: 'config view', options: { feature: 'moderation' } },
    { name: 'config set', options: { ...setting, value: '1' } },
    { name: 'config edit', options: setting },
    { name: 'config history', options: { feature: 'moderation' } },
    { name: 'config undo', options: { feature: 'moderation' } },
    { name: 'config reset', options: setting },
  ]
}
