import { MessageType } from 'discord-api-types/v10'
import { dayOf } from '../format.ts'
import type { MessageData, RenderContext } from '../types.ts'
import { commandOf } from './command.ts'
import { isSystem } from './system-text.ts'

export interface ListedMessage {
  message: MessageData
  grouped: boolean
  /** The first message of a day carries it: milliseconds since 1970. */
  newDay: number | undefined
}

const groupWindow = 7 * 60_000

const follows = (message: MessageData, before: MessageData): boolean =>
  !isSystem(message) &&
  !isSystem(before) &&
  message.type !== MessageType.Reply &&
  commandOf(message) === undefined &&
  message.author.id === before.author.id &&
  message.webhook_id === before.webhook_id &&
  message.author.username === before.author.username &&
  Date.parse(message.timestamp) - Date.parse(before.timestamp) < groupWindow

/** Oldest first. Messages of one author within seven minutes of each other form a group; a new day never does. */
export const groupMessages = (
  messages: readonly MessageData[],
  zone: Pick<RenderContext, 'locale' | 'timeZone'>,
): ListedMessage[] => {
  const dayIn = ({ timestamp }: MessageData): string => {
    const timeMs = Date.parse(timestamp)
    return Number.isNaN(timeMs) ? '' : dayOf(timeMs, zone)
  }
  return messages.map((message, index) => {
    const before = messages[index - 1]
    const sameDay = before !== undefined && dayIn(before) === dayIn(message)
    return {
      message,
      grouped: sameDay && follows(message, before),
      newDay: sameDay ? undefined : Date.parse(message.timestamp),
    }
  })
}
