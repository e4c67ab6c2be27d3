import { expect, test } from 'vitest'
import { publishedRoutes } from '../validate/published.ts'
import { normaliseTemplate } from '../validate/routes.ts'
import { routes } from './routes.ts'
import { createTestClient } from './test-client.ts'
import { unimplemented } from './unimplemented.ts'

const keyOf = ({ method, template }: { method: string; template: string }): string =>
  `${method} ${normaliseTemplate(template)}`

const implemented = new Set(routes.map(keyOf))
const excused = new Set(unimplemented.map(keyOf))
const published = publishedRoutes().map(keyOf)

test('every published route is implemented or listed with the reason why not', () => {
  expect(published.filter((key) => !implemented.has(key) && !excused.has(key))).toEqual([])
  expect(published.length).toBeGreaterThan(200)
})

test('the list of missing routes names no route that exists here, and none that Discord does not publish', () => {
  expect([...excused].filter((key) => implemented.has(key) || !published.includes(key))).toEqual([])
  expect(unimplemented.every(({ why }) => why.length > 10)).toBe(true)
})

test('a missing route is answered 501 and noted in words', async () => {
  const client = createTestClient()
  const answer = await client.call('POST', '/lobbies', { body: {} })
  expect([answer.status, answer.body.code]).toEqual([501, 0])
  expect(client.last().explanation).toContain('lobbies belong to games')
})
