import { and, count, desc, eq, gte, ilike, lt, ne, type SQL } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { type Case, moderationCases } from './schema.ts'
import type { CaseAction } from './types.ts'

export interface CaseFilter {
  userId?: Snowflake | undefined
  moderatorId?: Snowflake | undefined
  action?: CaseAction | undefined
  /** Somewhere in the reason, upper and lower case alike. */
  text?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
}

function conditions(ctx: GuildCtx, filter: CaseFilter): SQL | undefined {
  const { userId, moderatorId, action, text, since, until } = filter
  return and(
    eq(moderationCases.guildId, ctx.guild.id),
    userId === undefined ? undefined : eq(moderationCases.userId, userId),
    moderatorId === undefined ? undefined : eq(moderationCases.moderatorId, moderatorId),
    action === undefined ? undefined : eq(moderationCases.action, action),
    since === undefined ? undefined : gte(moderationCases.createdAt, since),
    until === undefined ? undefined : lt(moderationCases.createdAt, until),
    text === undefined ? undefined : ilike(moderationCases.reason, `%${escapeLike(text)}%`),
    text === undefined ? undefined : ne(moderationCases.status, 'deleted'),
  )
}

/** `%`, `_` and `\` are wildcards of LIKE; here they are letters like any other. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

export interface CasePage {
  /** Newest first. */
  cases: Case[]
  /** Hand it back as `before` for the next page; `undefined` at the end. */
  next: number | undefined
}

/** Newest first, continuing below the case number `before`, so that new cases never shift a page. */
export async function searchCases(
  ctx: GuildCtx,
  { before, limit, ...filter }: CaseFilter & { before?: number | undefined; limit: number },
): Promise<CasePage> {
  const [found] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(moderationCases)
      .where(and(conditions(ctx, filter), before === undefined ? undefined : lt(moderationCases.number, before)))
      .orderBy(desc(moderationCases.number))
      .limit(limit + 1),
  ])
  const cases = found.slice(0, limit)
  return { cases, next: found.length > limit ? cases.at(-1)?.number : undefined }
}

export interface HistoryPage {
  cases: Case[]
  /** Starts at 1 and is never beyond the last page. */
  page: number
  pages: number
  total: number
}

/** The cases of one member in numbered pages, newest first. */
export async function memberHistory(
  ctx: GuildCtx,
  input: { userId: Snowflake; action?: CaseAction | undefined; page: number; pageSize: number },
): Promise<HistoryPage> {
  const { page, pageSize, ...filter } = input
  const where = conditions(ctx, filter)
  const wanted = Math.max(1, page)
  const [[counted], cases] = await ctx.guild.db.read((db) => [
    db.select({ total: count() }).from(moderationCases).where(where),
    db
      .select()
      .from(moderationCases)
      .where(where)
      .orderBy(desc(moderationCases.number))
      .limit(pageSize)
      .offset((wanted - 1) * pageSize),
  ])
  const total = counted?.total ?? 0
  const pages = Math.max(1, Math.ceil(total / pageSize))
  if (wanted > pages) return memberHistory(ctx, { ...input, page: pages })
  return { cases, page: wanted, pages, total }
}
