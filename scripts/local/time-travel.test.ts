import { expect, it } from 'vitest'
import { createLocalClock } from './clock.ts'
import { createTimeTravel } from './time-travel.ts'

const minute = 60_000

/** A QStash that delivers what is due and notes at which local time; the first delivery plans another one. */
function createWorld() {
  const clock = createLocalClock()
  const startedAt = clock.now()
  const log: string[] = []
  const due = [10 * minute, 5 * minute].map((ms) => startedAt + ms)
  const note = (what: string) => log.push(`${what} @${Math.round((clock.now() - startedAt) / minute)}`)
  const settle = async () => {
    while (due.some((time) => time <= clock.now())) {
      due.sort((a, b) => a - b).shift()
      note('job')
      if (log.length === 1) due.push(clock.now() + 2 * minute)
    }
  }
  const nextDue = () => (Math.min(...due) > clock.now() && due.length > 0 ? Math.min(...due) : null)
  const travel = createTimeTravel({
    clock,
    qstash: { settle, nextDue },
    upstash: { advance: async () => {} },
    fireCron: async () => void note('cron'),
  })
  return { clock, log, travel }
}

it('delivers each job at its own time, in order, also those that others lead to, and ends with the cron', async () => {
  const { travel, log, clock } = createWorld()
  await travel.advance(3600)
  expect(log).toEqual(['job @5', 'job @7', 'job @10', 'cron @60'])
  expect(Math.round(clock.offsetMs() / minute)).toBe(60)
})

it('carries out requested moves once, one journey after the other', async () => {
  const { travel, log } = createWorld()
  travel.request(4 * minute)
  await Promise.all([travel.carryOut(), travel.advance(120)])
  expect(log).toEqual(['cron @4', 'job @5', 'cron @6'])
  await travel.carryOut()
  expect(log.at(-1)).toBe('cron @6')
})
