import { and, desc, eq, isNotNull, isNull, lt, notInArray, sql as raw } from 'drizzle-orm'
import * as z from 'zod'
import type { StoredSettings } from '../../core/context.ts'
import type { Sql } from '../../core/db.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { guildSettings, guildSettingsHistory as history } from './schema.ts'

export type Values = Readonly<Record<string, unknown>>
/** Where a change was made. */
export type Surface = 'command' | 'dashboard' | 'api' | 'import'
export type SettingsChange = typeof history.$inferSelect

/** The key that two changes made from the same version fight for. */
export const HISTORY_KEY = 'guild_settings_history_pkey'

export const storedSchema = z.object({
  revision: z.number(),
  features: z.record(z.string(), z.object({ version: z.number(), value: z.unknown() })),
})

/** Revision and all features in one statement, so that they belong to the same moment. */
export function selectStored(sql: Sql, guildId: Snowflake) {
  return sql.execute(raw`select
    coalesce((select g.settings_revision from guilds g where g.id = ${guildId}), 0) as revision,
    coalesce((
      select jsonb_object_agg(s.feature, jsonb_build_object('version', s.version, 'value', s.value))
      from ${guildSettings} s where s.guild_id = ${guildId}
    ), '{}') as features`)
}

export function readStored({ rows }: { rows: readonly unknown[] }): StoredSettings {
  return storedSchema.parse(rows[0])
}

/** The statements of one change, in order; the first fails on `HISTORY_KEY` when somebody else was faster. */
export function writeChange(sql: Sql, change: SettingsChange) {
  const { guildId, feature, version, after, changedAt, actor } = change
  const row = { version, value: after, updatedAt: changedAt, updatedBy: actor }
  return [
    sql.insert(history).values(change),
    sql
      .insert(guildSettings)
      .values({ guildId, feature, ...row })
      .onConflictDoUpdate({ target: [guildSettings.guildId, guildSettings.feature], set: row }),
    sql.execute(raw`update guilds set settings_revision = settings_revision + 1, updated_at = ${changedAt.toISOString()}
      where id = ${guildId}`),
    selectStored(sql, guildId),
  ] as const
}

interface Which {
  guildId: Snowflake
  feature: string
}

export function selectHistory(
  sql: Sql,
  { guildId, feature, before, limit }: Which & { before?: number; limit: number },
) {
  const older = before === undefined ? undefined : lt(history.version, before)
  return sql
    .select()
    .from(history)
    .where(and(eq(history.guildId, guildId), eq(history.feature, feature), older))
    .orderBy(desc(history.version))
    .limit(limit)
}

/** The change with this version, or else the newest that neither took one back nor was taken back. */
export function selectUndoable(sql: Sql, { guildId, feature, version }: Which & { version?: number }) {
  const ofFeature = and(eq(history.guildId, guildId), eq(history.feature, feature))
  const undone = sql
    .select({ version: raw<number>`${history.undoes}` })
    .from(history)
    .where(and(ofFeature, isNotNull(history.undoes)))
  const which =
    version === undefined
      ? and(isNull(history.undoes), notInArray(history.version, undone))
      : eq(history.version, version)
  return sql.select().from(history).where(and(ofFeature, which)).orderBy(desc(history.version)).limit(1)
}
