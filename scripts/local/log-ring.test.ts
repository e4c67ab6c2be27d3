import { expect, it } from 'vitest'
import { createLogRing } from './log-ring.ts'

const line = (requestId: string, message: string) => JSON.stringify({ level: 'info', message, requestId })

it('keeps the lines of each request apart, and nothing else', () => {
  const ring = createLogRing()
  ring.note(line('a', 'one'))
  ring.note(line('b', 'two'))
  ring.note('workerd: something that is no JSON')
  ring.note(line('a', 'three'))
  expect(ring.of('a')).toEqual([line('a', 'one'), line('a', 'three')])
  expect(ring.of('c')).toEqual([])
})

it('is bounded: long lines are cut, the oldest requests and the last lines are dropped', () => {
  const ring = createLogRing()
  for (let i = 0; i < 150; i += 1) ring.note(line('busy', 'x'.repeat(10_000)))
  expect(ring.of('busy')).toHaveLength(100)
  // The id comes last in a line and must be found before the line is cut.
  expect(ring.of('busy')[0]?.length).toBeLessThan(5_000)
  for (let i = 0; i < 500; i += 1) ring.note(line(`r${i}`, 'x'))
  expect(ring.of('busy')).toEqual([])
  expect(ring.of('r499')).toHaveLength(1)
})
