import { describe, expect, it } from 'vitest'
import { isSendable, limited } from './use-choice.ts'

describe('limited', () => {
  it('replaces the only value by the newest', () => {
    expect(limited(['a'], ['a', 'b'], { min: 1, max: 1 })).toEqual(['b'])
  })

  it('takes no more values than there is room for', () => {
    expect(limited(['a', 'b'], ['a', 'b', 'c'], { min: 1, max: 2 })).toEqual(['a', 'b'])
    expect(limited(['a'], ['a', 'b'], { min: 1, max: 2 })).toEqual(['a', 'b'])
  })
})

describe('isSendable', () => {
  it('sends a change within the limits', () => {
    expect(isSendable(['a'], ['a', 'b'], { min: 1, max: 2 })).toBe(true)
    expect(isSendable(['a'], [], { min: 0, max: 2 })).toBe(true)
  })

  it('sends nothing where nothing changed', () => {
    expect(isSendable(['a', 'b'], ['b', 'a'], { min: 1, max: 2 })).toBe(false)
  })

  it('sends no number of values that the select refuses', () => {
    expect(isSendable(['a', 'b'], ['a'], { min: 2, max: 3 })).toBe(false)
    expect(isSendable([], ['a', 'b'], { min: 0, max: 1 })).toBe(false)
  })
})
