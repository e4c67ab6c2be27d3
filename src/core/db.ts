import type { BatchItem, BatchResponse } from 'drizzle-orm/batch'
import type { NeonHttpDatabase } from 'drizzle-orm/neon-http'
import type { JobRequest } from './jobs.ts'

/** Drizzle's query builder. It only builds: a statement takes effect when it is handed to `read` or `commit`. */
export type Sql = Pick<
  NeonHttpDatabase,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | 'with' | '$with'
>
export type Statement = BatchItem<'pg'>
type Statements = Readonly<[Statement, ...Statement[]]>

export interface CommitOptions {
  /** Written in the same transaction, then announced to the alarm clock. */
  jobs?: readonly JobRequest[]
}

export interface TransactionOptions {
  /**
   * Allows it to be sent again when the connection breaks: because a second run does no harm, or because it would violate
   * this constraint, which then proves that the first one was committed.
   */
  replay?: 'harmless' | { violates: string }
  /** Which request it belongs to; Postgres is told it as the application's name. Only the local cloud asks for it. */
  origin?: string
}

/** What `platform/db` gives to the scopes: statements in, one transaction in one HTTP round trip, results out. */
export interface Database {
  readonly sql: Sql
  /** `app` sees one guild through row-level security; `system` is the sweeper's and the operator's door. */
  transaction(
    role: 'app' | 'system',
    statements: readonly Statement[],
    options?: TransactionOptions,
  ): Promise<unknown[]>
}

/**
 * One tenant's door to Postgres. Every call is one HTTP round trip and one transaction that first names the guild,
 * so that row-level security holds whatever the statements say.
 * Throws `AppError`: `unavailable` (nothing was changed), `uncertain` (no answer in time), `duplicate` (this event took effect before).
 */
export interface Scope {
  read<T extends Statements>(build: (sql: Sql) => T): Promise<BatchResponse<T>>
  /** As `read`, but also records the interaction, event or job that caused it, so that it takes effect once. */
  commit<T extends Statements>(build: (sql: Sql) => T, options?: CommitOptions): Promise<BatchResponse<T>>
}
