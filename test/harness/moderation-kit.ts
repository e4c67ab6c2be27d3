import type { GuildFacts } from '../../src/core/context.ts'
import type { Discord, DiscordRequest } from '../../src/core/discord.ts'
import { AppError, DiscordError } from '../../src/core/errors.ts'
import { type Snowflake, snowflake } from '../../src/core/snowflake.ts'
import type { Order } from '../../src/features/moderation/service/punish.ts'
import type { Subject } from '../../src/features/moderation/service/subject.ts'

export const botId = snowflake('900000000000000002')
export const userId = snowflake('300000000000000001')
export const botRole = snowflake('600000000000000001')
export const adminRole = snowflake('600000000000000002')
export const logChannel = snowflake('500000000000000001')
export const subject: Subject = {
  id: userId,
  name: 'mallory',
  isBot: false,
  member: { roles: [], timeoutUntil: undefined },
}

export const facts: GuildFacts = {
  name: 'Test *guild*',
  ownerId: snowflake('200000000000000009'),
  botRoles: [botRole],
  roles: new Map(
    [
      { id: botRole, name: 'Guildhall', position: 5, permissions: 0n },
      { id: adminRole, name: 'Admin', position: 9, permissions: 0n },
    ].map((role) => [role.id, role]),
  ),
}

export interface FakeDiscord extends Discord {
  readonly requests: DiscordRequest[]
  /** `PUT /guilds/bans`, without the ids. */
  calls(): string[]
}

export type Refusals = Record<string, { status: number; code: number } | 'unreachable'>

/** Discord as these services see it: every route answers, except those that a test refuses. */
export function fakeDiscord({
  refuse = {},
  roles = [] as Snowflake[],
}: {
  refuse?: Refusals
  roles?: Snowflake[]
} = {}) {
  const requests: DiscordRequest[] = []
  const routeOf = ({ method, path }: DiscordRequest) => `${method} ${path.replace(/\/\d+/g, '')}`
  const fake: FakeDiscord = {
    applicationId: botId,
    botId,
    requests,
    calls: () => requests.map(routeOf),
    download: async () => '',
    // Guarantee: the tests hand out no more than the fields that the services read.
    request: async <T>(request: DiscordRequest) => {
      const route = routeOf(request)
      const refusal = refuse[route]
      if (refusal === 'unreachable') throw new AppError('unavailable', () => 'Discord cannot be reached')
      if (refusal !== undefined) throw new DiscordError({ ...refusal, route, message: 'refused' })
      requests.push(request)
      if (request.method === 'GET' && request.path.endsWith('/messages')) return postedIn(requests) as T
      return { id: '700000000000000001', roles, user: { id: userId, username: 'mallory' }, username: 'mallory' } as T
    },
  }
  return fake
}

/** Newest first, as Discord lists them. */
function postedIn(requests: readonly DiscordRequest[]) {
  return requests
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    .map(({ body }) => ({ id: '700000000000000001', author: { id: botId }, ...Object(body) }))
    .toReversed()
}

export function order(action: Order['action'], more: Partial<Order> = {}): Order {
  return { action, subject, source: 'command', reason: 'spam', ...more }
}

export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw error ?? new Error('nothing was thrown')
}

export const DM = ['POST /users/@me/channels', 'POST /channels/messages']
export const LOG = 'POST /channels/messages'
