import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '../platform/env.ts'
import { createApp } from './index.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const nowhere = 'http://127.0.0.1:1'
const env = parseEnv({
  PUBLIC_URL: 'http://127.0.0.1:8787',
  DISCORD_APPLICATION_ID: '175928847299117063',
  DISCORD_PUBLIC_KEY: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
  DISCORD_TOKEN: 'not-base64!.x.y',
  DISCORD_API_URL: `${nowhere}/api/v10`,
  DATABASE_URL: 'postgres://app:x@127.0.0.1:1/db',
  DATABASE_SYSTEM_URL: 'postgres://system:x@127.0.0.1:1/db',
  NEON_FETCH_ENDPOINT: `${nowhere}/sql`,
  UPSTASH_REDIS_REST_URL: nowhere,
  UPSTASH_REDIS_REST_TOKEN: 'token',
  QSTASH_URL: nowhere,
  QSTASH_TOKEN: 'token',
  QSTASH_CURRENT_SIGNING_KEY: 'sig_a',
  QSTASH_NEXT_SIGNING_KEY: 'sig_b',
  OPERATOR_TOKEN: 'operator-token-1234',
  LOG_LEVEL: 'error',
})
const app = createApp(env, [])
const execution = { waitUntil: () => undefined }
const call = (path: string, init?: RequestInit) => app.fetch(new Request(`http://127.0.0.1${path}`, init), execution)

function signed(body: string): RequestInit {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = sign(null, Buffer.from(timestamp + body), privateKey).toString('hex')
  return { method: 'POST', body, headers: { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } }
}

describe('with every system behind it down', () => {
  it.each(['/', '/interactions'])('a PING at %s is answered', async (path) => {
    const response = await call(path, signed('{"type":1}'))
    expect(await response.json()).toEqual({ type: 1 })
  })

  it('health names what is missing', async () => {
    const response = await call('/health')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      ok: false,
      dependencies: { postgres: { ok: false }, redis: { ok: false } },
    })
  })
})

describe('what is not an interaction', () => {
  it.each(['', 'no json', '[]', '{}', 'null', '{"type":"1"}', '{"type":99}'])(
    '%j is refused though signed',
    async (body) => {
      expect((await call('/interactions', signed(body))).status).toBe(400)
    },
  )

  it('is refused unsigned, and when too large', async () => {
    expect((await call('/interactions', { method: 'POST', body: '{"type":1}' })).status).toBe(401)
    expect((await call('/interactions', signed('x'.repeat(1_000_001)))).status).toBe(413)
  })
})

describe('the other routes', () => {
  it('do not exist by any other name', async () => {
    expect((await call('/nothing')).status).toBe(404)
    expect((await call('/interactions')).status).toBe(404)
  })

  it('take no unsigned callback', async () => {
    expect((await call('/jobs', { method: 'POST', body: '{}' })).status).toBe(401)
    const forged = { method: 'POST', body: '{}', headers: { 'upstash-signature': 'a.b.c' } }
    expect((await call('/jobs', forged)).status).toBe(401)
  })

  it('show the operator only what an operator asks for', async () => {
    expect((await call('/internal/jobs/dead')).status).toBe(401)
    const wrong = { headers: { authorization: 'Bearer operator-token-1235' } }
    expect((await call('/internal/jobs/dead', wrong)).status).toBe(401)
    const right = { headers: { authorization: 'Bearer operator-token-1234' } }
    const response = await call('/internal/jobs/dead', right)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ error: { code: 'unavailable' } })
    expect((await call('/internal/jobs/no-id/retry', { method: 'POST', ...right })).status).toBe(404)
  })
})
