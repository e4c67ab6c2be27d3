import { type SQL, sql } from 'drizzle-orm'
import type { BatchResponse } from 'drizzle-orm/batch'
import type { Statement } from '../../core/db.ts'

/** Postgres gives up on a statement before the HTTP request does, so that a slow one is known not to have happened. */
const STATEMENT_TIMEOUT_MS = 1500

interface Setup {
  /** Empty for no guild: the policies then hide every row. */
  guildId: string
  readOnly: boolean
}

/** The first statement of every transaction. All settings end with the transaction: connections are shared. */
export function setup({ guildId, readOnly }: Setup): SQL {
  return sql`select set_config('app.guild_id', ${guildId}, true),
    set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
    set_config('transaction_read_only', ${readOnly ? 'on' : 'off'}, true)`
}

/** Guarantee: `results` are what `transaction` gave for exactly these statements, one each and in their order. */
export function typed<T extends readonly Statement[]>(_statements: T, results: readonly unknown[]): BatchResponse<T> {
  return results as BatchResponse<T>
}
