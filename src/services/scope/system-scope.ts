import type { BatchResponse } from 'drizzle-orm/batch'
import type { Database, Sql, Statement, TransactionOptions } from '../../core/db.ts'
import { setup, typed } from './transaction.ts'

type Statements = Readonly<[Statement, ...Statement[]]>

/** The door that sees every guild: the sweeper, synchronisation, and the operator. Never for a user's request. */
export interface SystemScope {
  transaction<T extends Statements>(build: (sql: Sql) => T, options?: TransactionOptions): Promise<BatchResponse<T>>
}

/** One HTTP round trip and one transaction per call, as role `guildhall_system`. Throws as `Scope` does. */
export function createSystemScope({ database }: { database: Database }): SystemScope {
  return {
    async transaction(build, options) {
      const statements = build(database.sql)
      const first = database.sql.execute(setup({ guildId: '', readOnly: false }))
      const [, ...results] = await database.transaction('system', [first, ...statements], options)
      return typed(statements, results)
    },
  }
}
