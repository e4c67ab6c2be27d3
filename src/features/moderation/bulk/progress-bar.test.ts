import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { progressBar } from './progress-bar.ts'

const count = (bar: string) => [...bar].filter((char) => char === '▓').length

describe('the progress bar', () => {
  it('has a constant width and never goes back while work goes on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (total, step) => {
        const [before, after] = [progressBar(step, total), progressBar(step + 1, total)]
        expect(before.match(/[▓░]/gu)).toHaveLength(20)
        expect(count(after)).toBeGreaterThanOrEqual(count(before))
      }),
    )
  })

  it('is full only when all is done and empty only when nothing is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5000 }), fc.nat(), (total, seed) => {
        const done = seed % (total + 1)
        const bar = progressBar(done, total)
        expect(bar.includes('100 %')).toBe(done === total)
        expect(count(bar) === 20).toBe(done === total)
        expect(count(bar) === 0).toBe(done === 0)
      }),
    )
  })

  it('calls an empty list finished', () => {
    expect(progressBar(0, 0)).toBe(`${'▓'.repeat(20)} 100 %`)
  })
})
