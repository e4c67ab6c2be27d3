import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { createFaultSwitch } from '../../local/fault-switch.ts'
import { cutConnection } from '../../local/http-server.ts'
import { type ChangeLog, createChangeLog } from './changes.ts'
import { parameterText, type SqlBackend, type SqlResult, sqlErrorBody, type TransactionOptions } from './sql.ts'

export type NeonStats = {
  queries: number
  batches: number
  statements: number
  errors: number
  byRole: Record<string, number>
}
export const neonFaultModes = ['down', 'hang', 'error', 'cut-after-commit'] as const
export type NeonFaultMode = (typeof neonFaultModes)[number] | 'none'

type Env = { Bindings: HttpBindings }

const querySchema = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) })
const bodySchema = z.union([querySchema, z.object({ queries: z.array(querySchema) })])
const isolationLevels: Record<string, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

/**
 * Neon's SQL-over-HTTP endpoint (`POST /sql`, as spoken by @neondatabase/serverless 1.2) over any backend, and the
 * test controls `GET|DELETE /stats`, `GET|POST /faults` and `GET|DELETE /changes` (`?application=`: what it changed). A failed statement is HTTP 400 with Postgres's error as JSON.
 */
export function createNeonApp(backend: SqlBackend): Hono<Env> {
  const app = new Hono<Env>()
  const faults = createFaultSwitch(neonFaultModes)
  let stats = emptyStats()
  app.get('/stats', (c) => c.json(stats))
  app.delete('/stats', (c) => {
    stats = emptyStats()
    return c.json(stats)
  })
  const changes = createChangeLog()
  app.get('/changes', (c) => c.json(changes.of(c.req.query('application') ?? '')))
  app.delete('/changes', (c) => {
    changes.clear()
    return c.json([])
  })
  app.get('/faults', (c) => c.json(faults.current()))
  app.post('/faults', async (c) => {
    const parsed = faults.schema.safeParse(await c.req.json().catch(() => null))
    if (!parsed.success) return c.json({ message: z.prettifyError(parsed.error) }, 400)
    faults.set(parsed.data.mode, parsed.data.times)
    return c.json(faults.current())
  })
  app.post('/sql', async (c) => {
    const fault = faults.take()
    if (fault === 'down') return cutConnection(c.env)
    if (fault === 'error') return c.json({ message: 'Injected fault: the database is not available.' }, 500)
    if (fault === 'hang') {
      await faults.changed()
      return cutConnection(c.env)
    }
    const answer = await handleSql(c, { backend, stats, changes })
    return fault === 'cut-after-commit' ? cutConnection(c.env) : answer
  })
  app.notFound((c) =>
    c.json({ message: `The Neon emulator has no ${c.req.method} ${c.req.path}; use POST /sql.` }, 404),
  )
  return app
}

type Parts = { backend: SqlBackend; stats: NeonStats; changes: ChangeLog }

async function handleSql(c: Context<Env>, { backend, stats, changes }: Parts): Promise<Response> {
  const role = roleOf(c.req.header('neon-connection-string'))
  if (role === null)
    return c.json({ message: 'Header Neon-Connection-String must be a postgres:// URL with a user.' }, 400)
  const body = bodySchema.safeParse(await c.req.json().catch(() => null))
  if (!body.success) return c.json({ message: `Wrong body: ${z.prettifyError(body.error)}` }, 400)
  const options = transactionOptions(c, role)
  if (options === null) return c.json({ message: 'Unknown Neon-Batch-Isolation-Level.' }, 400)

  const isBatch = 'queries' in body.data
  const queries = 'queries' in body.data ? body.data.queries : [body.data]
  stats[isBatch ? 'batches' : 'queries'] += 1
  stats.statements += queries.length
  stats.byRole[role] = (stats.byRole[role] ?? 0) + queries.length
  const statements = queries.map(({ query, params }) => ({ text: query, values: params.map(parameterText) }))
  try {
    const raw = await backend.run(statements, options)
    changes.note(applicationOf(c.req.header('neon-connection-string')), statements, raw)
    const results = raw.map((result) => present(result, c))
    return c.json(isBatch ? { results } : (results[0] ?? {}))
  } catch (error) {
    stats.errors += 1
    const sqlError = sqlErrorBody(error)
    if (sqlError !== null) return c.json(sqlError, 400)
    return c.json({ message: error instanceof Error ? error.message : String(error) }, 500)
  }
}

function emptyStats(): NeonStats {
  return { queries: 0, batches: 0, statements: 0, errors: 0, byRole: {} }
}

function roleOf(connectionString: string | undefined): string | null {
  if (connectionString === undefined || !URL.canParse(connectionString)) return null
  return decodeURIComponent(new URL(connectionString).username) || null
}

function applicationOf(connectionString = ''): string {
  return new URL(connectionString).searchParams.get('application_name') ?? ''
}

function transactionOptions(c: Context, role: string): TransactionOptions | null {
  const level = c.req.header('neon-batch-isolation-level')
  const isolation = level === undefined ? null : isolationLevels[level]
  if (isolation === undefined) return null
  return {
    role,
    isolation,
    readOnly: c.req.header('neon-batch-read-only') === 'true',
    deferrable: c.req.header('neon-batch-deferrable') === 'true',
  }
}

/** One result in the shape the request's headers ask for (Neon-Array-Mode, Neon-Raw-Text-Output). */
function present({ command, rowCount, fields, rows }: SqlResult, c: Context): Record<string, unknown> {
  const rowAsArray = c.req.header('neon-array-mode') === 'true'
  const rawText = c.req.header('neon-raw-text-output') === 'true'
  const cells = rawText
    ? rows
    : rows.map((row) => row.map((text, index) => typedValue(text, fields[index]?.dataTypeID)))
  const shaped = rowAsArray
    ? cells
    : cells.map((row) => Object.fromEntries(fields.map((field, index) => [field.name, row[index] ?? null])))
  return { command, rowCount, rowAsArray, fields, rows: shaped }
}

const jsonTypedOids = new Set([16, 21, 23, 700, 701, 114, 3802])
const boolOid = 16

/** Without raw text, Neon's proxy answers booleans, small numbers and JSON as JSON, all else as text. */
function typedValue(text: string | null, oid: number | undefined): unknown {
  if (text === null || oid === undefined || !jsonTypedOids.has(oid)) return text
  return oid === boolOid ? text === 't' : JSON.parse(text)
}
