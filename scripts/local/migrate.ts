import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { neon, neonConfig } from '@neondatabase/serverless'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import * as z from 'zod'

export type MigrateOptions = {
  /** Connection string of the owner of the tables. */
  databaseUrl: string
  /** Neon's SQL-over-HTTP endpoint when it is not Neon's own. */
  fetchEndpoint?: string
  /** drizzle-kit's folder; the project's own when absent. */
  folder?: string
}

const defaultFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string() })) })
const appliedSchema = z.array(z.object({ hash: z.string(), created_at: z.coerce.number() }))
/** Any fixed number: it keeps two migrating processes apart. */
const advisoryLock = 5_402_118

/**
 * Applies the migrations that are not yet applied, each in one transaction, and records them where drizzle-kit does
 * (`drizzle.__drizzle_migrations`). Returns how many were applied. Throws when an applied migration was changed since,
 * when a file is missing in the journal, or what Postgres says, with the name of the migration.
 */
export async function migrate({ databaseUrl, fetchEndpoint, folder = defaultFolder }: MigrateOptions): Promise<number> {
  const migrations = readMigrations(folder)
  const previousEndpoint = neonConfig.fetchEndpoint
  if (fetchEndpoint !== undefined) neonConfig.fetchEndpoint = fetchEndpoint
  try {
    return await applyMissing(neon(databaseUrl), migrations)
  } finally {
    neonConfig.fetchEndpoint = previousEndpoint
  }
}

type Migration = { tag: string; hash: string; createdAt: number; statements: string[] }

async function applyMissing(sql: ReturnType<typeof neon<false, false>>, migrations: Migration[]): Promise<number> {
  await sql.transaction([
    sql`CREATE SCHEMA IF NOT EXISTS drizzle`,
    sql`CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  ])
  const rows = appliedSchema.parse(await sql`SELECT hash, created_at FROM drizzle.__drizzle_migrations`)
  const applied = new Map(rows.map((row) => [row.created_at, row.hash]))
  let count = 0
  for (const { tag, hash, createdAt, statements } of migrations) {
    const appliedHash = applied.get(createdAt)
    if (appliedHash === hash) continue
    if (appliedHash !== undefined) {
      throw new Error(
        `Migration ${tag} was changed after it was applied. Add a new one, or wipe the local data: npm run reset`,
      )
    }
    try {
      await sql.transaction([
        sql`SELECT pg_advisory_xact_lock(${advisoryLock})`,
        ...statements.map((statement) => sql.query(statement)),
        sql`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${hash}, ${createdAt})`,
      ])
    } catch (error) {
      throw new Error(`Migration ${tag} failed: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
    count += 1
  }
  return count
}

function readMigrations(folder: string): Migration[] {
  const tags = readTags(folder)
  const unlisted = readdirSync(folder).find((name) => name.endsWith('.sql') && !tags.includes(name.slice(0, -4)))
  if (unlisted !== undefined) {
    throw new Error(
      `${unlisted} is not in ${folder}/meta/_journal.json. Make migrations with: npx drizzle-kit generate --custom`,
    )
  }
  return readMigrationFiles({ migrationsFolder: folder }).map(({ sql, hash, folderMillis }, index) => ({
    tag: tags[index] ?? String(index),
    hash,
    createdAt: folderMillis,
    statements: sql.filter((statement) => statement.trim() !== ''),
  }))
}

function readTags(folder: string): string[] {
  const journal = readFileSync(join(folder, 'meta/_journal.json'), 'utf8')
  return journalSchema.parse(JSON.parse(journal)).entries.map(({ tag }) => tag)
}
