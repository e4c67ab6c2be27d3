import { reactionTexts, textsByCode } from './discord-reaction-texts.ts'
import type { DiscordError } from './errors.ts'
import type { Localised } from './text.ts'

/**
 * What a caller does about Discord's refusal:
 * - `gone`: the thing is not there any more, or not ours to change. Deleting: success. Editing: forget its row, make a
 *   new one.
 * - `member-gone`: the person left, was banned, or the account no longer exists. Mark the member as left.
 * - `no-access`: a permission or the role order is missing. Say which, switch the feature off for that channel, do not
 *   repeat.
 * - `dm-closed`: this person takes no messages from us. Go on without, report it, do not try again soon.
 * - `expired`: the interaction or sign-in is over. Work that is done gets its result posted in the channel, or asks to
 *   sign in again.
 * - `already-answered`: it is there already. Go on with it: edit the answer, use the thread.
 * - `retry-later`: too fast or overloaded. A job tries again with back-off; a person is told when.
 * - `limit`: a limit of the guild, the plan or the request. Explain it, offer to clean up.
 * - `filtered`: a filter blocked our text. Show a neutral text, do not repeat.
 * - `bug`: our request was wrong. Log it as a fault of ours, show a friendly text.
 * - `token-dead`: Discord refuses the bot itself. Stop everything, tell the operator.
 * - `unknown`: Discord has a code that we do not know. Log it, treat it as final.
 */
export type DiscordReaction =
  | 'gone'
  | 'member-gone'
  | 'no-access'
  | 'dm-closed'
  | 'expired'
  | 'already-answered'
  | 'retry-later'
  | 'limit'
  | 'filtered'
  | 'bug'
  | 'token-dead'
  | 'unknown'

/** Discord docs: topics/opcodes-and-status-codes, "JSON". Each code stands in one line only; a test checks it. */
export const reactionCodes = {
  gone: [
    ...[10003, 10004, 10006, 10008, 10009, 10011, 10014, 10026, 10027, 10029, 10063, 10065, 10066, 10070, 10087, 10097],
    ...[40032, 50005, 50028, 50080, 180000, 520001],
  ],
  'member-gone': [10007, 10013, 40007],
  'no-access': [
    ...[50001, 50003, 50008, 50009, 50013, 50021, 50024, 50073, 50083, 50131, 50132, 60003],
    ...[90001, 90002, 160002, 160005, 160014, 500000],
  ],
  'dm-closed': [20009, 50007, 50278],
  expired: [10062, 40012, 50012, 50025, 50026],
  'already-answered': [40060, 160004],
  'retry-later': [20016, 20022, 20028, 20029, 30046, 40003, 40043, 40062, 110000, 130000],
  limit: [
    ...[30003, 30005, 30007, 30008, 30010, 30013, 30015, 30016, 30018, 30030, 30031, 30032, 30033, 30034, 30035, 30037],
    ...[30038, 30039, 30040, 30045, 30047, 30048, 30056, 30058, 30060, 30061, 160006, 160007],
    ...[20015, 20035, 40018, 40019, 40074, 50057, 50097, 50101, 40094],
    ...[40005, 50034, 50045, 50046, 50110, 50123, 50124, 50138, 50146],
    ...[50091, 180002, 350000, 350001, 520000, 520004],
  ],
  filtered: [20031, 200000, 200001, 240000, 400001],
  bug: [
    ...[40009, 50006, 50016, 50033, 50035, 50041, 50055, 50068, 50074, 50109, 50151],
    ...[40041, 40058, 40061, 40066, 40067, 220001, 220002, 220003, 220004, 520002, 520003, 520006],
    ...[20001, 20002, 20012, 20018, 40002, 40333, 50010, 50178],
  ],
  'token-dead': [40001, 50014],
} as const satisfies Partial<Record<DiscordReaction, readonly number[]>>

const byCode = new Map<number, DiscordReaction>()
for (const [reaction, codes] of entriesOf(reactionCodes)) for (const code of codes) byCode.set(code, reaction)

/** 10015 and 50027: whether the webhook belongs to an interaction stands in the route that the client names. */
const WEBHOOK_CODES: readonly number[] = [10015, 50027]

/**
 * Sorts a refusal by what the caller does about it. Codes decide; without one (0, HTML of Cloudflare) the status does.
 */
export function reactionOf(error: DiscordError): DiscordReaction {
  if (WEBHOOK_CODES.includes(error.code)) return error.route.includes('/webhooks/:application') ? 'expired' : 'gone'
  const known = byCode.get(error.code)
  if (known !== undefined) return known
  if (error.status === 429 || error.status >= 500) return 'retry-later'
  if (error.code !== 0) return 'unknown'
  return reactionOfStatus(error.status)
}

/**
 * Discord answers code 0 to a dead token, an unknown route and a body it cannot use; a 403 without code is
 * Cloudflare's.
 */
function reactionOfStatus(status: number): DiscordReaction {
  if (status === 401) return 'token-dead'
  if (status === 403) return 'retry-later'
  return status >= 400 ? 'bug' : 'unknown'
}

/** What failed, why, and what to do about it, for the person who asked. */
export function explainDiscordError(error: DiscordError): Localised {
  const code = error.code === 0 ? `HTTP ${error.status}` : error.code
  return textsByCode.get(error.code)?.(code) ?? reactionTexts[reactionOf(error)](code)
}

/** Guarantee: `Object.entries` of a literal has exactly its keys. */
function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][]
}
