import { and, desc, eq, sql } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import { AppError } from '../../core/errors.ts'
import { type Case, moderationCases } from './schema.ts'
import { texts } from './texts.ts'

/** A case by its number. Throws `AppError('not_found')`. Deleted ones are found too: their number stays taken. */
export async function getCase(ctx: GuildCtx, number: number): Promise<Case> {
  const [[found]] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(moderationCases)
      .where(and(eq(moderationCases.guildId, ctx.guild.id), eq(moderationCases.number, number))),
  ])
  if (found === undefined) throw new AppError('not_found', texts('notFound', { number }))
  return found
}

/** For jobs, which know a case by its id. */
export async function findCase(ctx: GuildCtx, id: string): Promise<Case | undefined> {
  const [[found]] = await ctx.guild.db.read((db) => [
    db.select().from(moderationCases).where(eq(moderationCases.id, id)),
  ])
  return found
}

/** Newest cases whose number starts with what was typed; for autocompletion. */
export async function suggestCases(ctx: GuildCtx, typed: string): Promise<Case[]> {
  const digits = typed.replace(/\D/g, '').slice(0, 10)
  const [found] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(moderationCases)
      .where(
        and(
          eq(moderationCases.guildId, ctx.guild.id),
          digits === '' ? undefined : sql`${moderationCases.number}::text like ${`${digits}%`}`,
        ),
      )
      .orderBy(desc(moderationCases.number))
      .limit(25),
  ])
  return found
}
