import { afterAll, beforeAll, expect, test } from 'vitest'
import { demo, startWorld, type World } from '../harness/world.ts'

const hour = 3600

let world: World

beforeAll(async () => {
  world = await startWorld({ target: 'workerd' })
}, 120_000)
afterAll(() => world?.stop())

interface JobRow {
  id: string
  state: string
  attempts: number
  failures: number
}

const unbanJobs = () =>
  world.sql<JobRow>(`select id, state, attempts, failures from jobs where kind = 'moderation.lift-ban'`)

const operator = (path: string, { token = world.stack.env['OPERATOR_TOKEN'] ?? '', method = 'GET' } = {}) =>
  fetch(`${world.url}/internal/jobs/${path}`, { method, headers: { authorization: `Bearer ${token}` } })

const isBanned = (user: string) => world.stack.discord.world.guilds.get(demo.guildId)?.bans.has(user)

/** When the alarms of the job went off, in ms of the local clock. */
const startsOf = () =>
  world.stack.qstash
    .events()
    .filter(({ state }) => state === 'ACTIVE')
    .map(({ time }) => time)

test('a job that always fails is tried again after 1, 2 and 4 s, then waits for an operator, who can revive it', async () => {
  await world.command('tempban', { options: { user: 'alan', duration: '1h', notify: false } })
  await world.emulator('faults', { method: 'DELETE', route: '/bans/', code: 50013 })
  await world.advance(hour + 1)
  await world.advance(10)
  const [dead] = await unbanJobs()
  expect(dead).toMatchObject({ state: 'dead', attempts: 4, failures: 4 })
  expect(isBanned(demo.users.alan)).toBe(true)

  const starts = startsOf()
  const waits = starts.slice(1).map((time, i) => (time - (starts[i] ?? time)) / 1000)
  console.info(
    `jobs: retried after ${waits.map((wait) => wait.toFixed(1)).join(', ')} s, dead after ${starts.length} runs`,
  )
  expect(waits).toHaveLength(3)
  for (const [i, least] of [1, 2, 4].entries()) {
    expect(waits[i]).toBeGreaterThanOrEqual(least)
    expect(waits[i]).toBeLessThan(least + 1.5)
  }

  const listed = await (await operator('dead')).json()
  expect(listed).toMatchObject({
    jobs: [{ id: dead?.id, kind: 'moderation.lift-ban', error: expect.stringMatching(/./) }],
  })

  await world.emulator('faults', undefined, 'DELETE')
  await world.advance(61)
  const revived = await operator(`${dead?.id}/retry`, { method: 'POST' })
  expect([revived.status, await revived.json()]).toEqual([200, { retried: true }])
  await world.advance(1)
  expect(await unbanJobs()).toMatchObject([{ id: dead?.id, state: 'done' }])
  expect(isBanned(demo.users.alan)).toBe(false)
  expect(await (await operator('dead')).json()).toEqual({ jobs: [] })
  expect((await operator(`${dead?.id}/retry`, { method: 'POST' })).status).toBe(404)
})

test('the list and the retry are for the operator alone', async () => {
  const wrong = ['', 'wrong', `${world.stack.env['OPERATOR_TOKEN']}x`, world.stack.env['QSTASH_TOKEN'] ?? '']
  for (const token of wrong) {
    expect((await operator('dead', { token })).status).toBe(401)
    expect((await operator(`${crypto.randomUUID()}/retry`, { token, method: 'POST' })).status).toBe(401)
  }
  expect((await fetch(`${world.url}/internal/jobs/dead`)).status).toBe(401)
  expect((await operator('not-an-id/retry', { method: 'POST' })).status).toBe(404)
})

test('callbacks without the signature of QStash start nothing', async () => {
  await world.command('tempban', { options: { user: 'dennis', duration: '1h', notify: false } })
  const [job] = (await unbanJobs()).filter(({ state }) => state === 'due')
  const body = JSON.stringify({ id: job?.id, kind: 'moderation.lift-ban' })
  for (const headers of [{}, { 'upstash-signature': '' }, { 'upstash-signature': 'a.b.c' }]) {
    expect((await fetch(`${world.url}/jobs`, { method: 'POST', body, headers })).status).toBe(401)
  }
  expect(isBanned(demo.users.dennis)).toBe(true)
})
