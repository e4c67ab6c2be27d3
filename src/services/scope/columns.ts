import { timestamp, varchar } from 'drizzle-orm/pg-core'
import type { Snowflake } from '../../core/snowflake.ts'

/** A Discord id. Only ids that were branded before come into such a column, so what comes out is branded too. */
export function snowflakeColumn(name: string) {
  return varchar(name, { length: 20 }).$type<Snowflake>()
}

/** A moment as `Date`. Give it from `ctx.now()`: the database's own clock does not follow a shifted local clock. */
export function momentColumn(name: string) {
  return timestamp(name, { withTimezone: true, mode: 'date' })
}
