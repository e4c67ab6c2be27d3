import type { Verdict } from './world/types.ts'

type Row = readonly [status: number, message: string, verdict: Exclude<Verdict, 'ok' | 'fault'>]

/**
 * Every JSON error code that the emulator answers: HTTP status, message, and whether a correct bot can meet it
 * (`outcome`: a race or another person's doing) or never should (`violation`).
 * Discord docs: topics/opcodes-and-status-codes#json.
 */
export const discordErrors = {
  10002: [404, 'Unknown Application', 'violation'],
  10003: [404, 'Unknown Channel', 'outcome'],
  10004: [404, 'Unknown Guild', 'outcome'],
  10005: [404, 'Unknown Integration', 'outcome'],
  10006: [404, 'Unknown Invite', 'outcome'],
  10007: [404, 'Unknown Member', 'outcome'],
  10008: [404, 'Unknown Message', 'outcome'],
  10009: [404, 'Unknown permission overwrite', 'outcome'],
  10011: [404, 'Unknown Role', 'outcome'],
  10013: [404, 'Unknown User', 'outcome'],
  10014: [400, 'Unknown Emoji', 'outcome'],
  10015: [404, 'Unknown Webhook', 'outcome'],
  10026: [404, 'Unknown Ban', 'outcome'],
  10027: [404, 'Unknown SKU', 'outcome'],
  10029: [404, 'Unknown Entitlement', 'outcome'],
  10057: [404, 'Unknown guild template', 'outcome'],
  10060: [404, 'Unknown sticker', 'outcome'],
  10061: [404, 'Unknown sticker pack', 'outcome'],
  10062: [404, 'Unknown interaction', 'violation'],
  10063: [404, 'Unknown application command', 'outcome'],
  10065: [404, 'Unknown Voice State', 'outcome'],
  10066: [404, 'Unknown application command permissions', 'outcome'],
  10067: [404, 'Unknown Stage Instance', 'outcome'],
  10069: [404, 'Unknown Guild Welcome Screen', 'outcome'],
  10070: [404, 'Unknown Guild Scheduled Event', 'outcome'],
  10087: [404, 'Unknown tag', 'outcome'],
  10097: [404, 'Unknown sound', 'outcome'],
  20001: [403, 'Bots cannot use this endpoint', 'violation'],
  20012: [403, 'You are not authorized to perform this action on this application', 'violation'],
  20028: [429, 'The write action you are performing on the channel has hit the write rate limit.', 'outcome'],
  30003: [400, 'Maximum number of pins reached (250)', 'outcome'],
  30005: [400, 'Maximum number of server roles reached (250)', 'outcome'],
  30007: [400, 'Maximum number of webhooks reached (15)', 'outcome'],
  30008: [400, 'Maximum number of emojis reached (2000)', 'outcome'],
  30010: [400, 'Maximum number of reactions reached (20)', 'outcome'],
  30013: [400, 'Maximum number of server channels reached (500)', 'outcome'],
  30015: [400, 'Maximum number of attachments in a message reached (10)', 'violation'],
  30016: [400, 'Maximum number of invites reached (1000)', 'outcome'],
  30018: [400, 'Maximum number of animated emojis reached (50)', 'outcome'],
  30031: [400, 'Guild already has a template', 'violation'],
  30032: [400, 'Maximum number of application commands reached (100)', 'violation'],
  30033: [400, 'Maximum number of thread participants has been reached (1000)', 'outcome'],
  30034: [400, 'Max number of daily application command creates has been reached (200)', 'violation'],
  30038: [400, 'Maximum number of uncompleted guild scheduled events reached (100)', 'outcome'],
  30039: [400, 'Maximum number of stickers reached (5)', 'outcome'],
  30045: [400, 'Maximum number of soundboard sounds reached (8)', 'outcome'],
  30047: [400, 'Maximum number of pinned threads in a forum channel has been reached (1)', 'outcome'],
  30060: [400, 'Maximum number of channel permission overwrites reached (1000)', 'outcome'],
  40005: [413, 'Request entity too large', 'violation'],
  40007: [403, 'The user is banned from this guild.', 'outcome'],
  40018: [400, 'Only consumable SKUs can be consumed', 'violation'],
  40019: [400, 'You can only delete sandbox entitlements.', 'violation'],
  40032: [400, 'Target user is not connected to voice.', 'outcome'],
  40033: [400, 'This message has already been crossposted.', 'outcome'],
  40060: [400, 'Interaction has already been acknowledged.', 'violation'],
  40061: [400, 'Tag names must be unique', 'violation'],
  40067: [400, 'A tag is required to create a forum post in this channel', 'outcome'],
  40333: [
    403,
    'Cloudflare is blocking your request. Set a proper User Agent: DiscordBot ($url, $version)',
    'violation',
  ],
  50001: [403, 'Missing Access', 'violation'],
  50003: [400, 'Cannot execute action on a DM channel', 'violation'],
  50004: [403, 'Guild Widget Disabled', 'outcome'],
  50005: [403, 'Cannot edit a message authored by another user', 'violation'],
  50006: [400, 'Cannot send an empty message', 'violation'],
  50007: [403, 'Cannot send messages to this user', 'outcome'],
  50008: [400, 'Cannot send messages in a non-text channel', 'violation'],
  50013: [403, 'Missing Permissions', 'violation'],
  50016: [
    400,
    'Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages.',
    'violation',
  ],
  50021: [403, 'Cannot execute action on a system message', 'violation'],
  50024: [400, 'Cannot execute action on this channel type', 'violation'],
  50025: [403, 'Invalid OAuth2 access token', 'outcome'],
  50026: [403, 'Missing required OAuth2 scope', 'violation'],
  50027: [401, 'Invalid Webhook Token', 'violation'],
  50028: [400, 'Invalid Role', 'violation'],
  50033: [400, 'Invalid Recipient(s)', 'violation'],
  50034: [400, 'A message provided was too old to bulk delete', 'violation'],
  50035: [400, 'Invalid Form Body', 'violation'],
  50045: [400, 'File uploaded exceeds the maximum size', 'violation'],
  50046: [400, 'Invalid Asset', 'violation'],
  50068: [400, 'Invalid message type', 'violation'],
  50074: [400, 'Cannot delete a channel required for Community guilds', 'violation'],
  50083: [400, 'Thread is archived', 'outcome'],
  50109: [400, 'The request body contains invalid JSON.', 'violation'],
  50167: [400, 'Cannot send voice effect when user is server muted, deafened, or suppressed', 'outcome'],
  150006: [400, 'The Stage is already open', 'outcome'],
  160002: [400, 'You cannot reply without permission to read message history', 'violation'],
  160004: [400, 'A thread has already been created for this message', 'outcome'],
  160005: [400, 'Thread is locked', 'outcome'],
  180000: [400, 'Cannot update a finished event', 'violation'],
  220001: [400, 'Webhooks posted to forum channels must have a thread_name or thread_id', 'violation'],
  220003: [400, 'Webhooks can only create threads in forum channels', 'violation'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds', 'outcome'],
  350000: [400, 'Cannot enable onboarding, requirements are not met', 'violation'],
  520001: [400, 'Poll expired', 'outcome'],
  520003: [400, 'Cannot edit a poll message', 'violation'],
  520006: [400, 'Cannot expire a non-poll message', 'violation'],
  500000: [400, 'Failed to ban users', 'outcome'],
} as const satisfies Record<number, Row>

export type ErrorCode = keyof typeof discordErrors

/** One nested problem of a 50035: where it is, Discord's short code, and words. */
export interface FormProblem {
  path: string[]
  code: string
  message: string
}

export interface ErrorBody {
  code: number
  message: string
  errors?: Record<string, unknown>
  retry_after?: number
  global?: boolean
}

interface ErrorOptions {
  status: number
  body: ErrorBody
  verdict: 'outcome' | 'violation'
  rule: string
  explanation: string
  headers?: Record<string, string>
}

/** What a handler throws to answer an error as Discord does. */
export class DiscordError extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly verdict: 'outcome' | 'violation'
  readonly rule: string
  readonly headers: Record<string, string>

  constructor(options: ErrorOptions) {
    super(options.explanation)
    this.name = 'DiscordError'
    this.status = options.status
    this.body = options.body
    this.verdict = options.verdict
    this.rule = options.rule
    this.headers = options.headers ?? {}
  }
}

const ruleOf = (code: number): string => {
  if (code === 50001 || code === 50013) return 'permission'
  if (code === 50035 || code === 50006 || code === 50109) return 'schema'
  if (code === 10062 || code === 40060 || code === 50027) return 'interaction'
  return `code-${code}`
}

/**
 * The error of the table with that code.
 * @param explanation words for the request log: which thing, and what a correct bot would have done
 */
export const discordError = (
  code: ErrorCode,
  explanation?: string,
  overrides: { verdict?: 'outcome' | 'violation'; rule?: string } = {},
): DiscordError => {
  const [status, message, verdict] = discordErrors[code]
  return new DiscordError({
    status,
    body: { code, message },
    verdict: overrides.verdict ?? verdict,
    rule: overrides.rule ?? ruleOf(code),
    explanation: explanation ?? message,
  })
}

const nestProblems = (problems: readonly FormProblem[]): Record<string, unknown> => {
  const root: Record<string, unknown> = {}
  for (const { path, code, message } of problems) {
    let node = root
    for (const key of path) {
      const next = childOf(node, key)
      node[key] = next
      node = next
    }
    const known = node['_errors']
    node['_errors'] = [...(Array.isArray(known) ? known : []), { code, message }]
  }
  return root
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const childOf = (node: Record<string, unknown>, key: string): Record<string, unknown> => {
  const child = Object.hasOwn(node, key) ? node[key] : undefined
  return isRecord(child) ? child : {}
}

/** A 50035 with Discord's nested `errors` object. Discord docs: reference#error-messages. */
export const formError = (problems: readonly FormProblem[]): DiscordError => {
  const [status, message, verdict] = discordErrors[50035]
  const words = problems.map((problem) => `${problem.path.join('.') || 'body'}: ${problem.message}`).join('; ')
  return new DiscordError({
    status,
    body: { code: 50035, message, errors: nestProblems(problems) },
    verdict,
    rule: 'schema',
    explanation: words,
  })
}

/** A 50035 about one field, e.g. `fieldError('limit', 'NUMBER_TYPE_MAX', 'int value should be …')`. */
export const fieldError = (field: string, code: string, message: string): DiscordError =>
  formError([{ path: field.split('.'), code, message }])

/** An answer without a JSON code of its own (`code: 0`): 401, 404 of the router, 405. */
export const plainError = (status: number, rule: string, explanation: string): DiscordError => {
  const names: Record<number, string> = {
    401: 'Unauthorized',
    404: 'Not Found',
    405: 'Method Not Allowed',
    501: 'Not Implemented',
  }
  return new DiscordError({
    status,
    body: { message: `${status}: ${names[status] ?? 'Error'}`, code: 0 },
    verdict: 'violation',
    rule,
    explanation,
  })
}
