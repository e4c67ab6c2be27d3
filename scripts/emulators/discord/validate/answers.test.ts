import { describe, expect, test } from 'vitest'
import { answerExplanation } from '../rest/answer-check.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import { answerProblems } from './answers.ts'
import { publishedRoutes, schemaOf } from './published.ts'
import { parseType } from './type-parser.ts'

const gateway = { method: 'GET', template: '/gateway' } as const

describe('the published document', () => {
  test('is read whole: every route has answers, and every type it names has a schema', () => {
    const routes = publishedRoutes()
    expect(routes.length).toBeGreaterThan(200)
    for (const route of routes) {
      expect(route.answers.size, route.template).toBeGreaterThan(0)
      for (const type of [...route.answers.values(), ...(route.request ? [route.request] : [])]) schemaOf(type)
    }
  })

  test('types of every form are understood', () => {
    const type = parseType('{ a?: (A | null)[]; "b": "x" | 2; [key: string]: B; /** c */ d: [C] }')
    expect(type).toMatchObject({ kind: 'object', rest: { kind: 'name', name: 'B' } })
    expect(type.kind === 'object' && [...type.fields.keys(), ...type.optional]).toEqual(['a', 'b', 'd', 'a'])
    expect(() => parseType('{ a: [ }')).toThrow('the published types')
  })
})

describe('an answer of the emulator', () => {
  test('passes when it is as published, and not with a field too few, too many or of another type', () => {
    expect(answerProblems(gateway, 200, { url: 'ws://127.0.0.1:1' })).toEqual([])
    expect(answerProblems(gateway, 200, {})).toMatchObject([{ path: ['url'] }])
    expect(answerProblems(gateway, 200, { url: 'ws://127.0.0.1:1', more: 1 })).toMatchObject([{ path: ['more'] }])
    expect(answerProblems(gateway, 200, { url: 5 })).toHaveLength(1)
  })

  test('needs a published status', () => {
    expect(answerProblems(gateway, 201, { url: 'ws://x' })).toMatchObject([{ code: 'STATUS' }])
  })

  test('that refuses has a code, a message and named problems inside', () => {
    const errors = { limit: { _errors: [{ code: 'NUMBER_TYPE_MAX', message: 'too large' }] } }
    expect(answerProblems(gateway, 400, { code: 50035, message: 'Invalid Form Body', errors })).toEqual([])
    expect(answerProblems(gateway, 404, { message: 'Unknown' })).toHaveLength(1)
    expect(answerProblems(gateway, 429, { code: 0, message: 'slow', global: false })).toHaveLength(1)
  })
})

test('how often answers are checked is a rule: all, sampled or off', () => {
  const world = createWorld({ clock: createStandaloneClock() })
  const route = { ...gateway, auth: 'none' as const, handle: () => ({ status: 200 }) }
  const check = () => answerExplanation(world, { route, reply: { status: 200, body: {} }, validate: answerProblems })
  expect([check(), check()].map((words) => words !== null)).toEqual([true, true])
  world.rules.validateAnswers = 'sampled'
  expect([check(), check(), check()].map((words) => words !== null)).toEqual([true, false, false])
  world.rules.validateAnswers = 'off'
  expect(check()).toBeNull()
})
