import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import { momentColumn, snowflakeColumn } from '../scope/columns.ts'
import type { EscalationLevel } from './escalation.ts'
import type { CaseAction, CaseSource, CaseStatus, DmOutcome, Evidence, ReasonEdit } from './types.ts'

/** The row that everything about cases in one guild waits in line for: numbers without gaps, counts without races. */
export const caseCounters = pgTable('case_counters', {
  guildId: snowflakeColumn('guild_id').primaryKey(),
  lastNumber: integer('last_number').notNull(),
  /** Grows with every change that can alter a count of warnings, so that a cache can refuse to go backwards. */
  revision: bigint('revision', { mode: 'number' }).notNull(),
})

export const moderationCases = pgTable(
  'moderation_cases',
  {
    id: uuid('id').primaryKey(),
    guildId: snowflakeColumn('guild_id').notNull(),
    /** The number that people see: 1, 2, 3 … in each guild. */
    number: integer('case_id').notNull(),
    userId: snowflakeColumn('user_id'),
    userName: text('user_name'),
    /** For what is done to a channel instead of a person. */
    channelId: snowflakeColumn('channel_id'),
    moderatorId: snowflakeColumn('moderator_id').notNull(),
    moderatorName: text('moderator_name'),
    action: varchar('action_type', { length: 20 }).$type<CaseAction>().notNull(),
    reason: text('reason'),
    durationMs: bigint('duration_ms', { mode: 'number' }),
    expiresAt: momentColumn('expires_at'),
    status: varchar('status', { length: 10 }).$type<CaseStatus>().notNull(),
    /** When the effect of a ban or timeout ended, in whatever way. */
    settledAt: momentColumn('settled_at'),
    dm: varchar('dm', { length: 10 }).$type<DmOutcome>(),
    hidden: boolean('hidden').notNull().default(false),
    source: varchar('source', { length: 12 }).$type<CaseSource>().notNull(),
    evidence: jsonb('evidence').$type<Evidence[]>().notNull().default([]),
    /** Numbers worth keeping with it, such as how many messages a purge removed. */
    details: jsonb('details').$type<Record<string, string | number | boolean>>().notNull().default({}),
    reasonEdits: jsonb('reason_edits').$type<ReasonEdit[]>().notNull().default([]),
    /** The level that this warning reached; set for the one warning that crossed it. */
    escalation: varchar('escalation', { length: 10 }).$type<EscalationLevel>(),
    logChannelId: snowflakeColumn('log_channel_id'),
    logMessageId: snowflakeColumn('log_message_id'),
    editedBy: snowflakeColumn('edited_by'),
    editedAt: momentColumn('edited_at'),
    deletedBy: snowflakeColumn('deleted_by'),
    deletedAt: momentColumn('deleted_at'),
    createdAt: momentColumn('created_at').notNull(),
  },
  (table) => [
    unique('moderation_cases_number').on(table.guildId, table.number),
    index('moderation_cases_user').on(table.guildId, table.userId, table.number),
    index('moderation_cases_moderator').on(table.guildId, table.moderatorId, table.number),
    index('moderation_cases_warnings')
      .on(table.guildId, table.userId, table.createdAt)
      .where(sql`action_type = 'warn' and status = 'active' and source <> 'escalation'`),
    index('moderation_cases_expires').on(table.expiresAt).where(sql`settled_at is null and expires_at is not null`),
    check('moderation_cases_target', sql`user_id is not null or channel_id is not null`),
  ],
)

export type Case = typeof moderationCases.$inferSelect
