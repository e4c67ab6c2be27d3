import type { APIMessage } from 'discord-api-types/v10'
import { isSnowflake, type Snowflake, snowflake, snowflakeTime } from '../../../core/snowflake.ts'

const DAY = 86_400_000
/** Discord refuses younger than "14 days" by its own clock; an hour of margin keeps a chunk from being refused as a whole. */
const BULK_DELETE_AGE = 14 * DAY - 3_600_000

const LINK = /https?:\/\/\S/i

export const purgeKinds = ['bots', 'humans', 'links', 'attachments', 'embeds'] as const
export type PurgeKind = (typeof purgeKinds)[number]

/** Which messages a purge takes. Everything left out does not matter. */
export interface MessageFilter {
  userId?: Snowflake | undefined
  /** Compared without regard to upper and lower case. */
  contains?: string | undefined
  kind?: PurgeKind | undefined
  /** Pinned messages too. */
  pinned: boolean
  /** Messages that are too old for bulk deletion too. */
  older: boolean
}

/** What the filter looks at. Without the Message Content intent Discord leaves content, attachments and embeds empty. */
export type FilteredMessage = Pick<APIMessage, 'id' | 'type' | 'content' | 'pinned' | 'attachments' | 'embeds'> & {
  author: { id: string; bot?: boolean }
}

/** Some system messages cannot be deleted by anybody (Discord docs: resources/message, "Message Types"). */
const UNDELETABLE = new Set<number>([1, 2, 3, 4, 5, 14, 15, 16, 17, 21])

export function matchesFilter(message: FilteredMessage, filter: MessageFilter): boolean {
  if (UNDELETABLE.has(message.type)) return false
  if (message.pinned && !filter.pinned) return false
  if (filter.userId !== undefined && message.author.id !== filter.userId) return false
  const wanted = filter.contains?.toLowerCase()
  if (wanted !== undefined && !message.content.toLowerCase().includes(wanted)) return false
  return filter.kind === undefined || isOfKind(message, filter.kind)
}

function isOfKind(message: FilteredMessage, kind: PurgeKind): boolean {
  switch (kind) {
    case 'bots':
      return message.author.bot === true
    case 'humans':
      return message.author.bot !== true
    case 'links':
      return LINK.test(message.content)
    case 'attachments':
      return message.attachments.length > 0
    case 'embeds':
      return message.embeds.length > 0
  }
}

/** Bulk deletion refuses a whole list for one message older than 14 days (Discord docs: resources/message, "Bulk Delete Messages"). */
export function isOldForBulk(messageId: Snowflake, now: Date): boolean {
  return now.getTime() - snowflakeTime(messageId).getTime() >= BULK_DELETE_AGE
}

const MESSAGE_LINK = /^https?:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/\d+\/\d+\/(\d+)\/?$/

/** A message id, or the link that "Copy Message Link" gives; `undefined` for anything else. */
export function readMessageId(given: string): Snowflake | undefined {
  const word = given.trim()
  const found = MESSAGE_LINK.exec(word)?.[1] ?? word
  return isSnowflake(found) ? snowflake(found) : undefined
}
