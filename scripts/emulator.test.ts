import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { listen } from './local/http-server.ts'
import { isPortFree } from './local/ports.ts'

const script = fileURLToPath(new URL('./emulator.ts', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'emulator-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const patience = { timeout: 25_000 }

const run = (...args: string[]) => {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, LOCAL_DIR: dir, PORT: '' } })
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said.text += String(chunk)
    })
  const ended = once(child, 'exit').then(([code]) => Number(code))
  return { child, said, ended }
}

const printed = (text: string, name: string): string => new RegExp(`^ {2}${name} +(\\S.*)$`, 'm').exec(text)?.[1] ?? ''

describe('the emulator alone', () => {
  test('prints what to set, serves a bot with it, and ends cleanly on Ctrl-C', async () => {
    const { child, said, ended } = run('--port', '0', '--token', 'my.own.token')
    await expect.poll(() => said.text, patience).toContain('Differences')
    const base = printed(said.text, 'API base')
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v10$/)
    for (const name of ['Gateway', 'Application id', 'Public key', 'Client secret', 'CDN', 'OAuth2', 'Playground'])
      expect([name, printed(said.text, name)]).not.toEqual([name, ''])
    const headers = { authorization: 'Bot my.own.token', 'user-agent': 'DiscordBot (https://example.com, 1.0)' }
    const me = await fetch(`${base}/users/@me`, { headers })
    expect([me.status, await me.json()]).toMatchObject([200, { bot: true }])
    const guilds = await fetch(`${base}/users/@me/guilds`, { headers })
    expect(await guilds.json()).toHaveLength(2)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(await isPortFree(Number(new URL(base).port))).toBe(true)
  })

  test('starts empty with --no-seed, and sends interactions where it is told', async () => {
    const { child, said, ended } = run('--port', '0', '--no-seed', '--interactions-url', 'http://127.0.0.1:9/hook')
    await expect.poll(() => said.text, patience).toContain('Differences')
    expect(printed(said.text, 'Interactions')).toBe('http://127.0.0.1:9/hook')
    const { origin } = new URL(printed(said.text, 'API base'))
    const before = await fetch(`${origin}/emulator/state`)
    expect(await before.json()).toMatchObject({
      guilds: [],
      application: { interactionsEndpointUrl: 'http://127.0.0.1:9/hook' },
    })
    const headers = {
      authorization: `Bot ${printed(said.text, 'Bot token')}`,
      'user-agent': 'DiscordBot (https://example.com, 1.0)',
    }
    expect((await fetch(`${origin}/api/v10/users/@me`, { headers })).status).toBe(200)
    await fetch(`${origin}/emulator/reset`, { method: 'POST' })
    const after = await fetch(`${origin}/emulator/state`)
    expect(await after.json()).toMatchObject({
      application: { interactionsEndpointUrl: 'http://127.0.0.1:9/hook' },
      rules: { explicitAllowedMentions: false, userAgent: false },
    })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('names a busy port, who holds it, and the way out', async () => {
    const holder = await listen({ name: 'holder', port: 0, fetch: () => new Response('ok') })
    const { said, ended } = run('--port', String(holder.port))
    expect(await ended).toBe(1)
    await expect.poll(() => said.text).toContain(`Port ${holder.port} is in use by process ${process.pid}`)
    expect(said.text).toContain('npm run emulator -- --port')
    await holder.close()
  })

  test.each([
    [['--port', '99999'], 'The port must be a whole number'],
    [['--interactions-url', 'nowhere'], '--interactions-url must be a whole address'],
    [['--wrong'], "Unknown option '--wrong'"],
  ])('refuses %j in words', async (args, words) => {
    const { said, ended } = run(...args)
    expect(await ended).toBe(1)
    await expect.poll(() => said.text).toContain(words)
  })

  test('explains itself with --help', async () => {
    const { said, ended } = run('--help')
    expect(await ended).toBe(0)
    await expect.poll(() => said.text).toContain('--no-seed')
  })
})
