import { describe, expect, it } from 'vitest'
import { elapsedWords, filledSql, pretty, readLogLine, standingOf } from './format.ts'

describe('standingOf', () => {
  const limitMs = 3000
  it.each([
    [{ failure: null, elapsedMs: 40, limitMs }, 'good'],
    [{ failure: null, elapsedMs: 1600, limitMs }, 'late'],
    [{ failure: null, elapsedMs: null, limitMs }, 'waiting'],
    [{ failure: { code: 'no_answer' as const, message: 'x' }, elapsedMs: 40, limitMs }, 'bad'],
  ])('%j is %s', (line, standing) => {
    expect(standingOf(line)).toBe(standing)
  })
})

it('elapsedWords says what of what', () => {
  expect(elapsedWords(42.4, 3000)).toBe('42 ms of 3,000 ms')
  expect(elapsedWords(null, 3000)).toBe('no answer yet of 3,000 ms')
})

it('filledSql puts values in their places and leaves what has none', () => {
  expect(filledSql('insert into a values ($1, $2, $10, $3)', ["it's", null])).toBe(
    "insert into a values ('it''s', null, $10, $3)",
  )
})

it('pretty leaves what is no JSON alone', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(pretty('error code: 1015')).toBe('error code: 1015')
})

it('readLogLine reads lines of JSON, and shows others whole', () => {
  const line = JSON.stringify({ level: 'info', message: 'refused', requestId: 'x', code: 'forbidden' })
  expect(readLogLine(line)).toEqual({ level: 'info', message: 'refused', rest: '{\n  "code": "forbidden"\n}' })
  expect(readLogLine('boom')).toEqual({ level: '', message: 'boom', rest: '' })
  expect(readLogLine('17')).toEqual({ level: '', message: '17', rest: '' })
})
