import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ReplayResult } from '../../scripts/emulators/discord/driver/scenarios/result-types.ts'
import { startWorld, type World } from '../harness/world.ts'

const folder = fileURLToPath(new URL('../scenarios', import.meta.url))
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
const MINUTES_MS = 180_000
/** A step that differs is looked at this long before it counts; CI machines are slow. */
const PATIENCE_MS = 15_000

let world: World
beforeAll(async () => {
  world = await startWorld({ cron: 'manual' })
  // What is late on a busy machine is looked at all the same.
  await world.emulator('switches', { deadlineMs: 15_000 })
}, MINUTES_MS)
afterAll(() => world?.stop(), MINUTES_MS)

it('there are scenarios to replay', () => {
  expect(names.length).toBeGreaterThanOrEqual(8)
})

it.each(names)(
  'scenario %s comes out as recorded',
  async (name) => {
    const path = `scenarios/${name}/replay`
    const { replay } = await world.emulator<{ replay: ReplayResult }>(path, { patienceMs: PATIENCE_MS })
    const different = replay.steps.filter(({ equal }) => equal === false)
    expect(different.map(({ step, do: act, diff }) => `step ${step} (${act}) is different:\n${diff}`).join('\n')).toBe(
      '',
    )
    expect(replay).toMatchObject({ done: true, ok: true })
    expect(replay.steps).toHaveLength(replay.of)
    expect(await world.violations()).toEqual([])
  },
  MINUTES_MS,
)
