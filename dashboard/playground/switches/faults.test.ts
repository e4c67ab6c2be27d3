import { expect, it } from 'vitest'
import { faultWords, newFault } from './faults.ts'

it('faultWords says where, what and how often', () => {
  const kick = { id: 1, hits: 1, method: 'DELETE', route: '/guilds/{guild_id}/members/{user_id}' }
  expect(faultWords({ ...kick, code: 50013, times: 3 })).toBe('Kick: code 50013, 2 more (struck 1 times)')
  expect(faultWords({ id: 1, hits: 0, status: 502, delayMs: 500 })).toBe(
    'every REST call: HTTP 502 after 0.5 s (struck 0 times)',
  )
  expect(faultWords({ id: 1, hits: 0, on: 'interactions', drop: true })).toBe(
    'answers to interactions: the answer is dropped (struck 0 times)',
  )
})

it('newFault leaves out what was left empty', () => {
  expect(newFault({ kind: 'dropped', method: '', route: '', times: '' })).toEqual({ drop: true })
  expect(newFault({ kind: 'limited', method: 'PUT', route: '/x', times: '2' })).toEqual({
    status: 429,
    retryAfter: 2,
    method: 'PUT',
    route: '/x',
    times: 2,
  })
})
