import type { DiscordRequest } from '../../core/discord.ts'
import { isSnowflake, snowflakeTime } from '../../core/snowflake.ts'
import { isRecord } from './plain.ts'

export interface Route {
  /** `POST /channels/:id/messages`: for errors and logs. Holds no id and no token. */
  name: string
  /** What shares a limit as far as we can tell before Discord has named the bucket. */
  key: string
  /** The channel, guild or webhook: Discord counts each of them apart. */
  major: string
  auth: 'bot' | 'interaction'
  /** The path carries its own secret, so a 401 says nothing about the bot's token. */
  selfAuthorised: boolean
}

const FREE_TEXT: Readonly<Record<string, string>> = { reactions: ':emoji', invites: ':code', templates: ':code' }
const TWO_WEEKS = 14 * 86_400_000

/**
 * Names the route of a request and what it is limited by. Discord docs: topics/rate-limits ("per-route", top-level
 * resources). Followups are named `/webhooks/:application/:token`, so that an expired interaction and a deleted
 * webhook can be told apart.
 */
export function routeOf(request: DiscordRequest, now: number): Route {
  const auth = request.auth ?? 'bot'
  const [path = ''] = request.path.split('?')
  const segments = path.slice(1).split('/')
  const [root = '', id = '', token = ''] = segments
  const template = segments.map((segment, index) => placeholder(segments, segment, { index, auth })).join('/')
  const name = `${request.method} /${template}`
  return {
    name,
    key: name + subLimit(name, request.body, { messageId: segments[3] ?? '', now }),
    major: majorOf(root, id, token),
    auth,
    selfAuthorised: auth === 'interaction' || (root === 'webhooks' && token !== ''),
  }
}

function placeholder(
  segments: readonly string[],
  segment: string,
  { index, auth }: { index: number; auth: Route['auth'] },
): string {
  const [root = ''] = segments
  if (index === 0) return segment
  if (index === 2 && (root === 'webhooks' || root === 'interactions')) return ':token'
  const free = FREE_TEXT[segments[index - 1] ?? '']
  if (free !== undefined) return free
  if (/^\d+$/.test(segment))
    return root === 'webhooks' && index === 1 && auth === 'interaction' ? ':application' : ':id'
  return /^@?[a-z-]+$/.test(segment) ? segment : ':value'
}

function majorOf(root: string, id: string, token: string): string {
  if (root === 'webhooks') return `${id}/${token}`
  return root === 'channels' || root === 'guilds' || root === 'interactions' ? id : ''
}

/** Limits that Discord does not announce: renames (2 in 10 minutes) and deleting messages older than two weeks. */
function subLimit(name: string, body: unknown, { messageId, now }: { messageId: string; now: number }): string {
  if (name === 'PATCH /channels/:id' && isRecord(body) && ('name' in body || 'topic' in body)) return ' (name)'
  if (name !== 'DELETE /channels/:id/messages/:id' || !isSnowflake(messageId)) return ''
  return now - snowflakeTime(messageId).getTime() > TWO_WEEKS ? ' (old)' : ''
}
