import { integer, jsonb, pgTable, primaryKey, varchar } from 'drizzle-orm/pg-core'
import { momentColumn, snowflakeColumn } from '../scope/columns.ts'

/** Only what was set: fields that are missing have their default. */
export const guildSettings = pgTable(
  'guild_settings',
  {
    guildId: snowflakeColumn('guild_id').notNull(),
    feature: varchar('feature', { length: 50 }).notNull(),
    version: integer('version').notNull(),
    value: jsonb('value').$type<Record<string, unknown>>().notNull(),
    updatedAt: momentColumn('updated_at').notNull(),
    updatedBy: varchar('updated_by', { length: 100 }).notNull(),
  },
  (table) => [primaryKey({ name: 'guild_settings_pkey', columns: [table.guildId, table.feature] })],
)

/** One row per change. Its key is the lock: of two changes made from the same version only one finds its number free. */
export const guildSettingsHistory = pgTable(
  'guild_settings_history',
  {
    guildId: snowflakeColumn('guild_id').notNull(),
    feature: varchar('feature', { length: 50 }).notNull(),
    version: integer('version').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>().notNull(),
    after: jsonb('after').$type<Record<string, unknown>>().notNull(),
    actor: varchar('actor', { length: 100 }).notNull(),
    surface: varchar('surface', { length: 20 }).notNull(),
    changedAt: momentColumn('changed_at').notNull(),
    /** The version that this change took back. */
    undoes: integer('undoes'),
  },
  (table) => [
    primaryKey({ name: 'guild_settings_history_pkey', columns: [table.guildId, table.feature, table.version] }),
  ],
)
