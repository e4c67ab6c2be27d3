import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareCommand, prepareInteraction } from '../../scripts/emulators/discord/driver/index.ts'
import { acknowledge } from '../../scripts/emulators/discord/world/interactions.ts'
import { startWorld, type World } from '../harness/world.ts'
import { requestOf, type Signed, sign } from './mutants.ts'
import { sendAll, serialise } from './raw-http.ts'

const originals = 100
/** As many as a moderator's pace allows in its window, so that it is not the pace that stops them. */
const copies = 20
const staleCopies = 80
const guild = 'replayed'

let world: World

beforeAll(async () => {
  world = await startWorld({ target: 'workerd' })
  await world.emulator('guilds', { name: guild, moderators: originals, members: originals })
  await world.command('history', { guild, user: `${guild}-moderator1`, options: { user: `${guild}-member1` } })
}, 120_000)
afterAll(() => world?.stop())

/** One warning by each moderator, as Discord would send it; its token is good, whatever the bot does with it. */
function warnings(): Signed[] {
  const { world: discord } = world.stack.discord
  return Array.from({ length: originals }, (_, i) => {
    const user = `${guild}-moderator${i + 1}`
    const options = { user: `${guild}-member${i + 1}`, notify: false, silent: true }
    const prepared = prepareCommand({ world: discord }, { guild, channel: 'general', user, name: 'warn', options })
    const { interaction, body } = prepareInteraction(discord, prepared.place, prepared.input)
    acknowledge(discord, interaction)
    return sign(discord, body)
  })
}

/** Copies of one request stand side by side, so that they arrive at the same time. */
async function replay(requests: readonly Signed[], times: number) {
  const bytes = requests.map(requestOf).flatMap((request) => Array<Buffer>(times).fill(serialise(request)))
  const answers = { done: 0, duplicate: 0, deferred: 0, refused: 0, other: [] as string[] }
  await sendAll(world.stack.ports.worker, bytes, {
    connections: 20,
    onAnswer(_, { status, body }) {
      if (status === 401) answers.refused += 1
      else if (body.includes('Already done')) answers.duplicate += 1
      else if (body.includes('Case #')) answers.done += 1
      else if (body.startsWith('{"type":5')) answers.deferred += 1
      else answers.other.push(`${status} ${body.slice(0, 300)}`)
    },
  })
  return answers
}

test(`${originals * (copies + staleCopies)} replays of ${originals} valid interactions have ${originals} effects`, async () => {
  const signed = warnings()
  const start = performance.now()
  const fresh = await replay(signed, copies)
  const { discord } = world.stack
  const old = signed.map(({ body }) => sign(discord.world, body, 301))
  const stale = await replay(old, staleCopies)
  const seconds = (performance.now() - start) / 1000
  const cases = await world.sql<{ case_id: number }>('select case_id from moderation_cases order by case_id')
  const events = await world.sql<{ n: number }>('select count(*)::int as n from inbox')
  console.info(`replay: ${JSON.stringify(fresh)}, later ${JSON.stringify(stale)}, ${seconds.toFixed(1)} s`)
  expect(fresh.other).toEqual([])
  expect(fresh.done + fresh.duplicate + fresh.deferred).toBe(originals * copies)
  expect(fresh.duplicate).toBeGreaterThan(0)
  expect(stale).toMatchObject({ refused: originals * staleCopies, done: 0, duplicate: 0, deferred: 0 })
  expect(cases.map(({ case_id }) => case_id)).toEqual(Array.from({ length: originals }, (_, i) => i + 1))
  expect(events).toEqual([{ n: originals }])
})
