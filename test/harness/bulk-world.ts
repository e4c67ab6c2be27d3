import { eq, sql } from 'drizzle-orm'
import type { Actor, GuildCtx, GuildFacts } from '../../src/core/context.ts'
import type { Discord, DiscordRequest } from '../../src/core/discord.ts'
import { DiscordError } from '../../src/core/errors.ts'
import type { InteractionCtx } from '../../src/core/interaction-context.ts'
import type { AnyJob } from '../../src/core/jobs.ts'
import { permissionBits } from '../../src/core/permissions.ts'
import { type Snowflake, snowflake } from '../../src/core/snowflake.ts'
import { jobs } from '../../src/services/jobs/schema.ts'
import type { InboxEvent } from '../../src/services/scope/guild-scope.ts'
import { type CaseCtx, startCaseWorld } from './case-world.ts'

export const botId = snowflake('900000000000000002')
export const moderatorId = snowflake('200000000000000002')
export const ownerId = snowflake('200000000000000009')
const roles = {
  moderator: snowflake('500000000000000001'),
  admin: snowflake('500000000000000002'),
  bot: snowflake('500000000000000003'),
}

/** What a killed Worker looks like from inside: nothing after this line happens. */
export class Killed extends Error {}

export interface FakeDiscord extends Discord {
  /** Every ban that took effect, in order; a user twice in here was banned twice. */
  readonly banned: Snowflake[]
  readonly deleted: string[]
  readonly requests: DiscordRequest[]
  readonly bans: Map<string, string>
  readonly members: Map<string, { roles: string[]; bot?: boolean }>
  messages: { id: string; content: string; author: { id: string; bot?: boolean } }[]
  /** Called before each request and after it took effect. */
  interrupt: (when: 'before' | 'after', request: DiscordRequest) => void
  refuse: Set<string>
  /** What an uploaded file says. */
  file: string
}

function refusal(status: number, code: number, route: string): DiscordError {
  return new DiscordError({ status, code, route, message: 'refused' })
}

/** A Discord of members, bans and messages: as much as mass bans and purges ask of it. */
export function fakeDiscord(): FakeDiscord {
  const fake: Omit<FakeDiscord, 'request' | 'download'> = {
    applicationId: snowflake('900000000000000001'),
    botId,
    banned: [],
    deleted: [],
    requests: [],
    bans: new Map(),
    members: new Map([[moderatorId, { roles: [roles.moderator] }]]),
    messages: [],
    interrupt: () => {},
    refuse: new Set(),
    file: '',
  }
  return Object.assign(fake, {
    request: <T>(request: DiscordRequest) => answerAs<T>(fake, request),
    download: async () => fake.file,
  })
}

/** Guarantee: the fake answers in the shape that the route has at Discord, as far as the code under test reads it. */
async function answerAs<T>(fake: Omit<FakeDiscord, 'request' | 'download'>, request: DiscordRequest): Promise<T> {
  fake.interrupt('before', request)
  fake.requests.push(request)
  const value = answer(fake, request)
  fake.interrupt('after', request)
  return value as T
}

function answer(
  fake: Omit<FakeDiscord, 'request' | 'download'>,
  { method, path, body, reason = '', query = {} }: DiscordRequest,
): unknown {
  const id = path.split('/').at(-1) ?? ''
  if (path.includes('/members/')) {
    const member = fake.members.get(id)
    if (member === undefined) throw refusal(404, 10007, 'GET /guilds/:id/members/:id')
    return {
      user: { id, username: `user-${id.slice(-3)}`, bot: member.bot ?? false, avatar: null },
      roles: member.roles,
    }
  }
  if (path.startsWith('/users/') && method === 'GET') return { id, username: `user-${id.slice(-3)}`, avatar: null }
  if (path.endsWith('/bulk-ban')) return bulkBan(fake, userIds(body), reason)
  if (path.includes('/bans/') && method === 'GET') {
    const found = fake.bans.get(id)
    if (found === undefined) throw refusal(404, 10026, 'GET /guilds/:id/bans/:id')
    return { reason: found, user: { id } }
  }
  if (path.includes('/bans/')) {
    if (fake.refuse.has(id)) throw refusal(403, 50013, 'PUT /guilds/:id/bans/:id')
    ban(fake, id, reason)
    return undefined
  }
  if (path.endsWith('/messages') && method === 'GET') return page(fake, query)
  if (path.endsWith('/bulk-delete')) return remove(fake, messageIds(body))
  if (method === 'DELETE') return remove(fake, [id])
  return { id: '700000000000000001' }
}

function ban(fake: Omit<FakeDiscord, 'request' | 'download'>, id: string, reason: string): void {
  if (fake.bans.has(id)) return
  fake.bans.set(id, reason)
  fake.banned.push(snowflake(id))
}

function bulkBan(fake: Omit<FakeDiscord, 'request' | 'download'>, ids: string[], reason: string): unknown {
  const fresh = ids.filter((id) => !fake.bans.has(id) && !fake.refuse.has(id))
  if (fresh.length === 0) throw refusal(400, 500000, 'POST /guilds/:id/bulk-ban')
  for (const id of fresh) ban(fake, id, reason)
  return { banned_users: fresh, failed_users: ids.filter((id) => !fresh.includes(id)) }
}

function page(fake: Omit<FakeDiscord, 'request' | 'download'>, query: DiscordRequest['query']): unknown {
  const before = BigInt(String(query?.['before'] ?? '9'.repeat(19)))
  return fake.messages
    .filter((message) => BigInt(message.id) < before)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
    .slice(0, Number(query?.['limit'] ?? 50))
    .map((message) => ({ type: 0, pinned: false, attachments: [], embeds: [], ...message }))
}

function remove(fake: Omit<FakeDiscord, 'request' | 'download'>, ids: string[]): undefined {
  fake.deleted.push(...ids.filter((id) => fake.messages.some((message) => message.id === id)))
  fake.messages = fake.messages.filter((message) => !ids.includes(message.id))
  return undefined
}

/** Guarantee: the code under test sends what Discord documents for this route; a test fails on anything else. */
function userIds(body: unknown): string[] {
  return (body as { user_ids: string[] }).user_ids
}

/** Guarantee: as for `userIds`. */
function messageIds(body: unknown): string[] {
  return (body as { messages: string[] }).messages
}

/** A moderator, a bot above everybody, and an admin above the moderator. */
export function factsFor(guildId: Snowflake, { canBulk = true } = {}): GuildFacts {
  const role = (id: Snowflake, position: number, permissions: bigint) =>
    [id, { id, name: id, position, permissions }] as const
  return {
    name: 'test',
    ownerId,
    botRoles: [roles.bot],
    roles: new Map([
      role(guildId, 0, 0n),
      role(roles.moderator, 1, permissionBits('BanMembers', 'ManageMessages')),
      role(roles.admin, 2, 0n),
      role(roles.bot, 3, permissionBits('BanMembers', ...(canBulk ? (['ManageGuild'] as const) : []))),
    ]),
  }
}

export const adminRole = roles.admin

interface GuildOptions {
  discord: Discord
  canBulk?: boolean
  now?: () => Date
}

/** One guild in which jobs are stored by real SQL and delivered at least once. */
export async function startBulkWorld() {
  const world = await startCaseWorld()
  let interactions = 800_000_000_000_000_000n

  function guild({ discord, canBulk = true, now = () => new Date() }: GuildOptions) {
    const guildId = world.newGuild()
    const actor: Extract<Actor, { kind: 'member' }> = {
      kind: 'member',
      id: moderatorId,
      name: 'grace',
      roles: [roles.moderator],
      permissions: permissionBits('BanMembers', 'ManageMessages'),
    }
    const options = { guildId, actor, discord, now, facts: factsFor(guildId, { canBulk }), settings: {} }

    const made: CaseCtx[] = []
    const newCtx = (event?: InboxEvent) => {
      const ctx = world.ctx({ ...options, ...(event === undefined ? {} : { event }) })
      made.push(ctx)
      return ctx
    }
    const settled = async () => void (await Promise.all(made.map((ctx) => ctx.settled())))

    function interaction(as: Partial<typeof actor> = {}): InteractionCtx {
      interactions += 1n
      const id = snowflake(String(interactions))
      const ctx = newCtx({ source: 'interaction', id })
      return {
        ...ctx,
        actor: { ...actor, ...as },
        interaction: {
          id,
          token: `token-${id}`,
          channelId: snowflake('600000000000000001'),
          appPermissions: 0n,
          resolved: {},
        },
        async editReply() {},
        async deleteReply() {},
        async followUp() {},
      }
    }

    const due = async () => {
      const [rows] = await world.system.transaction((db) => [
        db.select().from(jobs).where(sql`${jobs.guildId} = ${guildId} and ${jobs.state} = 'due'`).orderBy(jobs.runAt),
      ])
      return rows
    }

    /** Delivers what is stored until nothing is left; a job whose Worker was killed comes again. Answers how often that was. */
    async function deliver(
      definitions: readonly AnyJob[],
      options_: { twice?: boolean; wrap?: (ctx: GuildCtx) => GuildCtx } = {},
    ) {
      const { twice = false, wrap = (ctx) => ctx } = options_
      let kills = 0
      for (let round = 0; round < 300; round += 1) {
        const job = (await due()).find((one) => definitions.some((definition) => definition.id === one.kind))
        if (job === undefined) return kills
        const definition = definitions.find((one) => one.id === job.kind)
        try {
          const run = { id: job.id, key: job.key, attempt: 1 }
          await definition?.run(wrap(newCtx()), job.payload, run)
          if (twice) await definition?.run(wrap(newCtx()), job.payload, run)
          await world.system.transaction((db) => [db.update(jobs).set({ state: 'done' }).where(eq(jobs.id, job.id))])
        } catch (error) {
          if (!(error instanceof Killed)) throw error
          kills += 1
        }
      }
      throw new Error('the jobs do not come to an end')
    }

    return { guildId, interaction, deliver, due, settled, ctx: () => newCtx() }
  }

  return { ...world, guild }
}

/** Kills the Worker at the n-th point where it speaks to Discord or to the database; each point once. */
export function killer(points: readonly number[]) {
  const left = new Set(points)
  let passed = 0
  const step = () => {
    passed += 1
    if (left.delete(passed)) throw new Killed(`killed at ${passed}`)
  }
  return {
    interrupt: step,
    wrap: (ctx: GuildCtx): GuildCtx => ({
      ...ctx,
      guild: {
        ...ctx.guild,
        db: {
          read: ctx.guild.db.read,
          async commit(build, options) {
            step()
            const result = await ctx.guild.db.commit(build, options)
            step()
            return result
          },
        },
      },
    }),
  }
}
