import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demo, resetWorld } from '../../scripts/emulators/discord/seed.ts'
import { type Emulator, startEmulator } from './harness.ts'
import { commands } from './wrong-commands.ts'
import { limits } from './wrong-limits.ts'
import { components, schema } from './wrong-messages.ts'
import { permissions, roleOrder } from './wrong-permissions.ts'
import { interactions, places } from './wrong-places.ts'
import { type Case, inGeneral, newLab, text } from './wrong-request-kit.ts'
import { access, unknown } from './wrong-targets.ts'

const { channels } = demo

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
})
beforeEach(() => resetWorld(emulator.world))
afterAll(() => emulator.close())

const all: Record<string, Case[]> = {
  schema,
  components,
  limits,
  commands,
  permissions,
  'role order': roleOrder,
  'unknown things': unknown,
  access,
  places,
  interactions,
}

it('there are at least 50 kinds of wrong requests, no two alike', () => {
  const names = Object.values(all).flatMap((cases) => cases.map((entry) => entry.name))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(50)
})

describe.each(Object.entries(all))('%s', (_group, cases) => {
  it.each(cases)('$name: $status, code $code', async ({ target, status, code, verdict }) => {
    const [method, path, options] = typeof target === 'function' ? await target(newLab(emulator)) : target
    const answer = await emulator.rest(method, path, options)
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code })
    expect(answer.entry.verdict).toBe(verdict ?? 'violation')
    expect(answer.entry.explanation).toMatch(/\w{3}/)
    const listed = answer.violations.filter((violation) => violation.requestId === answer.entry.id)
    expect(listed).toHaveLength(verdict === 'outcome' ? 0 : 1)
  })
})

describe('what is answered normally and still a violation', () => {
  it('text without allowed_mentions (a rule of the house, which can be switched off)', async () => {
    const answer = await emulator.rest('POST', inGeneral, { body: { content: 'hi' } })
    expect(answer).toMatchObject({ status: 200, violations: [{ rule: 'allowed-mentions' }] })
    await emulator.driver('POST', 'switches', { explicitAllowedMentions: false })
    expect((await emulator.rest('POST', inGeneral, { body: { content: 'hi' } })).violations).toEqual([])
  })

  it('calling again before Retry-After is over', async () => {
    await emulator.driver('POST', 'faults', { route: '/channels/{channel_id}', status: 429, retryAfter: 5, times: 1 })
    const limited = await emulator.rest('GET', `/channels/${channels.general}`)
    expect(limited).toMatchObject({ status: 429, violations: [], entry: { verdict: 'fault' } })
    await emulator.driver('POST', 'advance', { seconds: 1 })
    const again = await emulator.rest('GET', `/channels/${channels.general}`)
    expect(again.violations).toMatchObject([{ rule: 'retry-after' }])
  })
})

describe('the nested errors of a 50035', () => {
  it('lead to the field', async () => {
    const { body } = await emulator.rest('POST', inGeneral, { body: text({ embeds: [{ title: 'x'.repeat(257) }] }) })
    expect(body).toMatchObject({
      errors: {
        embeds: {
          0: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: expect.stringContaining('257 of 256') }] } },
        },
      },
    })
  })
})
