import { expect, it } from 'vitest'
import { isUnread, markRead } from './unread.ts'

const channel = (last_message_id: string | null) => ({ id: 'c', last_message_id })

it('a channel is unread when it holds a newer message than the mark, by number and not by letters', () => {
  const marks = markRead({}, 'ada', [channel('99')])
  expect(isUnread(marks, 'ada', channel('99'))).toBe(false)
  expect(isUnread(marks, 'ada', channel('100'))).toBe(true)
  expect(isUnread(marks, 'ada', channel('98'))).toBe(false)
})

it('an empty channel is read, and each user has marks of their own', () => {
  const marks = markRead({}, 'ada', [channel('5')])
  expect(isUnread(marks, 'alan', channel('5'))).toBe(true)
  expect(isUnread(marks, 'alan', channel(null))).toBe(false)
})

it('marking some channels keeps the marks of the others', () => {
  const first = markRead({}, 'ada', [{ id: 'a', last_message_id: '1' }])
  expect(markRead(first, 'ada', [channel('2')])).toEqual({ ada: { a: '1', c: '2' } })
})
