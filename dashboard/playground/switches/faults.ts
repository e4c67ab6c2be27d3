import type { Fault } from './types.ts'

/** What can go wrong, and the body for `/emulator/faults`. */
export const faultKinds = {
  limited: { label: '429: rate limited for 2 s', body: { status: 429, retryAfter: 2 } },
  down: { label: '502: Discord is down', body: { status: 502 } },
  slow: { label: 'Slow: answers after 2 s', body: { delayMs: 2000 } },
  dropped: { label: 'Dropped: done, but the answer is lost', body: { drop: true } },
  forbidden: { label: '50013: missing permissions', body: { code: 50013 } },
  closed: { label: '50007: cannot message this user', body: { code: 50007 } },
} as const
export type FaultKind = keyof typeof faultKinds

export const isFaultKind = (value: string): value is FaultKind => value in faultKinds

/** Routes that bots call most, for the list; any other can be typed. */
export const commonRoutes = [
  { method: 'POST', route: '/channels/{channel_id}/messages', label: 'Send a message' },
  { method: 'POST', route: '/users/@me/channels', label: 'Open a direct message' },
  { method: 'PATCH', route: '/guilds/{guild_id}/members/{user_id}', label: 'Change a member (timeout, roles)' },
  { method: 'DELETE', route: '/guilds/{guild_id}/members/{user_id}', label: 'Kick' },
  { method: 'PUT', route: '/guilds/{guild_id}/bans/{user_id}', label: 'Ban' },
  { method: 'POST', route: '/channels/{channel_id}/messages/bulk-delete', label: 'Delete many messages' },
  {
    method: 'PATCH',
    route: '/webhooks/{webhook_id}/{webhook_token}/messages/@original',
    label: 'Fill in a promised answer',
  },
] as const

const whatOf = ({ drop, delayMs, status, code }: Fault): string => {
  if (drop) return 'the answer is dropped'
  const answered = code !== undefined ? `code ${code}` : status !== undefined ? `HTTP ${status}` : ''
  const held = delayMs === undefined ? '' : `after ${delayMs / 1000} s`
  return [answered, held].filter((part) => part !== '').join(' ') || 'nothing'
}

const whereOf = ({ on, method, route }: Fault): string => {
  if (on === 'interactions') return 'answers to interactions'
  const known = commonRoutes.find((entry) => entry.route === route && entry.method === method)
  return known?.label ?? ([method, route].filter((part) => part !== undefined).join(' ') || 'every REST call')
}

/** `Kick: code 50013, 2 times more`. */
export const faultWords = (fault: Fault): string => {
  const left = fault.times === undefined ? '' : `, ${fault.times - fault.hits} more`
  return `${whereOf(fault)}: ${whatOf(fault)}${left} (struck ${fault.hits} times)`
}

/** The body of a new fault; empty route means every REST call, empty times means always. */
export const newFault = (form: { kind: FaultKind; method: string; route: string; times: string }) => ({
  ...faultKinds[form.kind].body,
  ...(form.method !== '' && { method: form.method }),
  ...(form.route !== '' && { route: form.route }),
  ...(form.times !== '' && { times: Number(form.times) }),
})
