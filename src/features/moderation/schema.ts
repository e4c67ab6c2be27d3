import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core'
import { momentColumn, snowflakeColumn } from '../../services/scope/columns.ts'
import type { ItemNote, ItemState, RunKind, RunOptions, RunState } from './bulk/types.ts'
import type { Overwrite } from './channels/overwrites.ts'

/** One mass ban or purge: a list of items that jobs work off step by step, and that a button can stop between two steps. */
export const moderationRuns = pgTable(
  'moderation_runs',
  {
    /** The interaction that asked for it, so that the same one cannot start twice. */
    id: snowflakeColumn('id').primaryKey(),
    guildId: snowflakeColumn('guild_id').notNull(),
    kind: varchar('kind', { length: 10 }).$type<RunKind>().notNull(),
    state: varchar('state', { length: 10 }).$type<RunState>().notNull(),
    /** Grows with every step; a step that another Worker has taken already changes nothing. */
    step: integer('step').notNull().default(0),
    /** Of whoever took the last step: what tells its own write from another one. */
    stepBy: uuid('step_by'),
    createdBy: snowflakeColumn('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
    channelId: snowflakeColumn('channel_id').notNull(),
    locale: varchar('locale', { length: 5 }).notNull(),
    reason: text('reason'),
    options: jsonb('options').$type<RunOptions>().notNull(),
    /** Where a purge goes on reading: messages before this one. */
    cursor: snowflakeColumn('cursor'),
    scanned: integer('scanned').notNull().default(0),
    /** The result, once the run has ended and its items are gone. */
    total: integer('total').notNull().default(0),
    done: integer('done').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    /** Of the interaction whose answer shows the progress. A secret: removed when the run ends. */
    token: text('token'),
    tokenUntil: momentColumn('token_until'),
    /** The progress message in the channel, once the token was no longer valid. */
    messageId: snowflakeColumn('message_id'),
    /** Until when a preview can be confirmed. */
    expiresAt: momentColumn('expires_at'),
    createdAt: momentColumn('created_at').notNull(),
    finishedAt: momentColumn('finished_at'),
  },
  (table) => [
    index('moderation_runs_guild').on(table.guildId, table.createdAt),
    index('moderation_runs_creator').on(table.guildId, table.createdBy),
  ],
)

/** One person to ban or one message to delete. Kept only while its run goes on. */
export const moderationRunItems = pgTable(
  'moderation_run_items',
  {
    runId: snowflakeColumn('run_id')
      .notNull()
      .references(() => moderationRuns.id, { onDelete: 'cascade' }),
    subjectId: snowflakeColumn('subject_id').notNull(),
    guildId: snowflakeColumn('guild_id').notNull(),
    position: integer('position').notNull(),
    state: varchar('state', { length: 10 }).$type<ItemState>().notNull(),
    note: varchar('note', { length: 20 }).$type<ItemNote>(),
    /** Who wrote the message. */
    authorId: snowflakeColumn('author_id'),
    /** Name and roles of the member when they were looked up. */
    name: text('name'),
    roles: jsonb('roles').$type<string[]>(),
    /** Too old for bulk deletion. */
    isOld: boolean('is_old').notNull().default(false),
    /** How often Discord was asked, or was about to be. */
    tries: integer('tries').notNull().default(0),
  },
  (table) => [
    primaryKey({ name: 'moderation_run_items_pkey', columns: [table.runId, table.subjectId] }),
    index('moderation_run_items_state').on(table.runId, table.state, table.position),
    index('moderation_run_items_subject').on(table.guildId, table.subjectId),
  ],
)

/** Channels that are locked, and what has to be put back when they are unlocked. */
export const moderationChannelLocks = pgTable(
  'moderation_channel_locks',
  {
    guildId: snowflakeColumn('guild_id').notNull(),
    channelId: snowflakeColumn('channel_id').notNull(),
    /** Of this lock and no later one: an old unlock job leaves a newer lock alone. */
    lockId: uuid('lock_id').notNull(),
    /** The overwrite of @everyone before the lock; `null` when there was none. */
    previous: jsonb('previous').$type<Overwrite>(),
    lockedBy: snowflakeColumn('locked_by').notNull(),
    lockedAt: momentColumn('locked_at').notNull(),
    expiresAt: momentColumn('expires_at'),
  },
  (table) => [
    primaryKey({ name: 'moderation_channel_locks_pkey', columns: [table.guildId, table.channelId] }),
    index('moderation_channel_locks_expires').on(table.expiresAt).where(sql`expires_at is not null`),
  ],
)

export type Run = typeof moderationRuns.$inferSelect
export type RunItem = typeof moderationRunItems.$inferSelect
export type ChannelLock = typeof moderationChannelLocks.$inferSelect
