import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, unique, uuid, varchar } from 'drizzle-orm/pg-core'
import { momentColumn, snowflakeColumn } from '../scope/columns.ts'

export const jobStates = ['due', 'running', 'done', 'dead', 'cancelled'] as const

export const jobs = pgTable(
  'jobs',
  {
    id: uuid('id').primaryKey(),
    kind: varchar('kind', { length: 100 }).notNull(),
    key: varchar('key', { length: 200 }).notNull(),
    guildId: snowflakeColumn('guild_id').notNull(),
    payload: jsonb('payload').notNull(),
    runAt: momentColumn('run_at').notNull(),
    state: varchar('state', { length: 10, enum: jobStates }).notNull().default('due'),
    /** How often it was started. Also the fencing token: only the latest start may finish it. */
    attempts: integer('attempts').notNull().default(0),
    /** How often its handler failed. */
    failures: integer('failures').notNull().default(0),
    /** How often a run ended without a word, because its Worker died. */
    crashes: integer('crashes').notNull().default(0),
    leaseUntil: momentColumn('lease_until'),
    error: text('error'),
    createdAt: momentColumn('created_at').notNull(),
    finishedAt: momentColumn('finished_at'),
  },
  (table) => [
    unique('jobs_guild_kind_key').on(table.guildId, table.kind, table.key),
    index('idx_jobs_due').on(table.runAt).where(sql`${table.state} = 'due'`),
    index('idx_jobs_lease').on(table.leaseUntil).where(sql`${table.state} = 'running'`),
    index('idx_jobs_finished').on(table.finishedAt).where(sql`${table.finishedAt} is not null`),
  ],
)
