import { index, integer, pgTable, primaryKey, varchar } from 'drizzle-orm/pg-core'
import { locales } from '../../core/text.ts'
import { momentColumn, snowflakeColumn } from './columns.ts'

/** Every guild that ever changed something here. Deleting its row deletes all that is stored about it. */
export const guilds = pgTable(
  'guilds',
  {
    id: snowflakeColumn('id').primaryKey(),
    name: varchar('name', { length: 100 }).notNull().default(''),
    /** The guild's language as Discord last told it, for jobs and gateway events, which come without one. */
    locale: varchar('locale', { length: 5, enum: locales }).notNull().default('en'),
    premiumTier: varchar('premium_tier', { length: 20 }).notNull().default('free'),
    premiumExpiresAt: momentColumn('premium_expires_at'),
    /** Grows with every change of settings. */
    settingsRevision: integer('settings_revision').notNull().default(0),
    createdAt: momentColumn('created_at').notNull().defaultNow(),
    updatedAt: momentColumn('updated_at').notNull().defaultNow(),
  },
  (table) => [index('idx_guilds_premium').on(table.premiumTier, table.premiumExpiresAt)],
)

/** Events that took effect. The key is what makes a second delivery fail. */
export const inbox = pgTable(
  'inbox',
  {
    source: varchar('source', { length: 20 }).notNull(),
    eventId: varchar('event_id', { length: 100 }).notNull(),
    guildId: snowflakeColumn('guild_id').notNull(),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'inbox_pkey', columns: [table.source, table.eventId] }),
    index('idx_inbox_created').on(table.createdAt),
    index('idx_inbox_guild').on(table.guildId),
  ],
)
