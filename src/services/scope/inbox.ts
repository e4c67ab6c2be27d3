import { inArray, lt, sql as raw } from 'drizzle-orm'
import type { Sql } from '../../core/db.ts'
import { inbox } from './schema.ts'

/** Forgets up to `limit` events recorded before `before`; hand it to the system scope. Keep them 30 days: senders retry for long. */
export function forgetEvents(sql: Sql, { before, limit }: { before: Date; limit: number }) {
  const key = raw`(${inbox.source}, ${inbox.eventId})`
  const old = sql
    .select({ source: inbox.source, eventId: inbox.eventId })
    .from(inbox)
    .where(lt(inbox.createdAt, before))
    .limit(limit)
  return sql.delete(inbox).where(inArray(key, old))
}
