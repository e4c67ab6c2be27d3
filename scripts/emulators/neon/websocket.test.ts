import { tmpdir } from 'node:os'
import { neon, neonConfig, Pool } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type NeonEmulator, startNeonEmulator } from './index.ts'

let emulator: NeonEmulator
let pool: Pool

beforeAll(async () => {
  emulator = await startNeonEmulator({ port: 0, localDir: tmpdir(), memory: true })
  neonConfig.fetchEndpoint = emulator.sqlEndpoint
  neonConfig.wsProxy = () => `127.0.0.1:${emulator.port}/v2`
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
  neonConfig.forceDisablePgSSL = true
  pool = new Pool({ connectionString: 'postgres://postgres:secret@127.0.0.1/guildhall', max: 5 })
  await pool.query('CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL)')
  await pool.query('INSERT INTO counter VALUES (1, 0)')
  await pool.query('CREATE ROLE app NOLOGIN')
})
afterAll(async () => {
  await pool.end()
  await emulator.stop()
})

/** Adds one in an interactive transaction: read, then write what was read plus one. */
async function increment(): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ n: number }>('SELECT n FROM counter WHERE id = $1 FOR UPDATE', [1])
    await client.query('UPDATE counter SET n = $1', [(rows[0]?.n ?? 0) + 1])
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

describe('the official Pool against the WebSocket endpoint', () => {
  it('loses no update among interactive transactions, pool queries and HTTP queries', async () => {
    const sql = neon('postgres://postgres:secret@127.0.0.1/guildhall')
    const jobs = Array.from({ length: 60 }, (_, n) => {
      if (n % 3 === 0) return increment()
      return n % 3 === 1 ? pool.query('UPDATE counter SET n = n + 1') : sql`UPDATE counter SET n = n + 1`
    })
    await Promise.all(jobs)
    expect((await pool.query('SELECT n FROM counter')).rows).toEqual([{ n: 60 }])
  })

  it('rolls back on request, on an error and on a lost connection', async () => {
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query('UPDATE counter SET n = -1')
    await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' })
    await client.query('ROLLBACK')
    await client.query('BEGIN')
    await client.query('UPDATE counter SET n = -2')
    client.release(true)
    expect((await pool.query('SELECT n >= 0 AS kept FROM counter')).rows).toEqual([{ kept: true }])
  })

  it('works as the role of the connection string and leaves no role behind', async () => {
    const appPool = new Pool({ connectionString: 'postgres://app:secret@127.0.0.1/guildhall', max: 1 })
    expect((await appPool.query('SELECT current_user AS role')).rows).toEqual([{ role: 'app' }])
    await expect(appPool.query('SELECT * FROM counter')).rejects.toMatchObject({ code: '42501' })
    await appPool.end()
    expect((await pool.query('SELECT current_user AS role')).rows).toEqual([{ role: 'postgres' }])
  })
})
