import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { awakeTimeout } from './awake-timeout.ts'

const block = (ms: number): void => {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('the time that an application has for its answer', () => {
  it('ends with a TimeoutError', async () => {
    const { signal, end } = awakeTimeout(60)
    await expect.poll(() => signal.aborted, { timeout: 5000 }).toBe(true)
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
    end()
  })

  it('does not count time in which this process itself stood still', async () => {
    const { signal, end } = awakeTimeout(1500)
    await sleep(10)
    block(1800)
    await sleep(20)
    expect(signal.aborted).toBe(false)
    end()
    end()
  })

  it('never ends an answer that is there', async () => {
    const { signal, end } = awakeTimeout(30)
    end()
    await sleep(120)
    expect(signal.aborted).toBe(false)
  })
})
