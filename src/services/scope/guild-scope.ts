import { and, eq, ne } from 'drizzle-orm'
import type { AnnouncedJob } from '../../core/alarm.ts'
import type { CommitOptions, Database, Scope, Statement } from '../../core/db.ts'
import { AppError } from '../../core/errors.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import { constraintOf } from '../../core/sql-error.ts'
import { defineTexts, type Locale } from '../../core/text.ts'
import { announced, insertJobs, newJobs } from '../jobs/statements.ts'
import { guilds, inbox } from './schema.ts'
import { setup, typed } from './transaction.ts'

/** What caused a change. `id` is the id Discord or the client gave it: the same one takes effect once. */
export interface InboxEvent {
  source: 'interaction' | 'gateway' | 'api'
  id: string
}

export interface GuildDbOptions {
  database: Database
  guildId: Snowflake
  /** Remembered for jobs. Missing where the cause of the change does not tell it. */
  guildLocale?: Locale
  /** Missing for job runs: their row in `jobs` already makes them happen once. */
  event?: InboxEvent
  now(): Date
  /** Called after a commit with the jobs it added. */
  announce(jobs: readonly AnnouncedJob[]): void
}

const INBOX_KEY = 'inbox_pkey'

const texts = defineTexts({
  en: { duplicate: 'This has already been done.' },
  de: { duplicate: 'Das ist schon erledigt.' },
  fr: { duplicate: "C'est déjà fait." },
})

/**
 * One guild's door to Postgres; one per request, because it remembers whether the event is recorded.
 * `read` cannot write (Postgres refuses with SQLSTATE 25006); `commit` brings the guild's row and the inbox with it.
 */
export function createGuildDb(options: GuildDbOptions): Scope {
  const { database, guildId, guildLocale, event, now, announce } = options
  const { sql } = database
  let recorded = false

  /** An upsert would lock the guild's row in every commit, and make the guild's changes wait for each other. */
  const recordGuild = (): Statement[] => {
    const row = { id: guildId, createdAt: now(), updatedAt: now(), ...(guildLocale && { locale: guildLocale }) }
    const insert = sql.insert(guilds).values(row).onConflictDoNothing()
    if (guildLocale === undefined) return [insert]
    const isStale = and(eq(guilds.id, guildId), ne(guilds.locale, guildLocale))
    return [insert, sql.update(guilds).set({ locale: guildLocale, updatedAt: now() }).where(isStale)]
  }
  /** Commits without an event of their own get a row too: it tells whether a commit whose answer got lost has happened. */
  const recordOnce = (isFirst: boolean): Statement => {
    const { source, id } = isFirst && event !== undefined ? event : { source: 'commit', id: crypto.randomUUID() }
    return sql.insert(inbox).values({ source, eventId: id, guildId, createdAt: now() })
  }

  return {
    async read(build) {
      const statements = build(sql)
      const first = sql.execute(setup({ guildId, readOnly: true }))
      const [, ...results] = await database.transaction('app', [first, ...statements], { replay: 'harmless' })
      return typed(statements, results)
    },

    async commit(build, { jobs: requests = [] }: CommitOptions = {}) {
      const statements = build(sql)
      const added = newJobs(requests, { guildId, now: now() })
      const isFirst = !recorded
      const before = [sql.execute(setup({ guildId, readOnly: false })), ...recordGuild(), recordOnce(isFirst)]
      const after = added.length === 0 ? [] : [insertJobs(sql, added)]
      recorded = true
      try {
        const replay = { violates: INBOX_KEY }
        const results = await database.transaction('app', [...before, ...statements, ...after], { replay })
        if (added.length > 0) announce(announced(added, results.at(-1)))
        return typed(statements, results.slice(before.length, before.length + statements.length))
      } catch (error) {
        if (isFirst) recorded = false
        if (constraintOf(error) === INBOX_KEY && !(error instanceof AppError)) {
          throw new AppError('duplicate', texts('duplicate'), { cause: error, details: { ...event } })
        }
        throw error
      }
    },
  }
}
