import type { Channel } from './types.ts'

/** By user, then by channel: the newest message that was on the screen. */
export type ReadMarks = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Snowflakes are numbers of different lengths, so they are compared as numbers. */
const isNewer = (a: string, b: string): boolean => (a.length === b.length ? a > b : a.length > b.length)

/** True when the channel holds a message that this user has not had on the screen. */
export const isUnread = (
  marks: ReadMarks,
  userId: string,
  channel: Pick<Channel, 'id' | 'last_message_id'>,
): boolean => {
  if (channel.last_message_id === null) return false
  const read = marks[userId]?.[channel.id]
  return read === undefined || isNewer(channel.last_message_id, read)
}

/** The marks with everything in these channels read up to the newest message. */
export const markRead = (
  marks: ReadMarks,
  userId: string,
  channels: readonly Pick<Channel, 'id' | 'last_message_id'>[],
): ReadMarks => {
  const fresh = channels.flatMap(({ id, last_message_id }) => (last_message_id === null ? [] : [[id, last_message_id]]))
  return { ...marks, [userId]: { ...marks[userId], ...Object.fromEntries(fresh) } }
}
