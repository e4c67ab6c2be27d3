import type { ChannelMessage } from '../state/types.ts'

/** All text inside components, in order. */
const textsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (key === 'content' || key === 'label' ? [inner] : []) : textsIn(inner),
  )
}

const longest = 300

/** Ids stand in messages where people see names. */
export type NameOf = (kind: '@' | '@&' | '#', id: string) => string | undefined

const withNames = (text: string, nameOf: NameOf): string =>
  text
    .replaceAll(/<(@|@&|#)!?(\d+)>/g, (_all, kind: '@' | '@&' | '#', id: string) => nameOf(kind, id) ?? 'unknown')
    .replaceAll(/<a?:(\w+):\d+>/g, '$1')
    .replaceAll(/<t:(\d+)(:\w)?>/g, (_all, seconds: string) => new Date(Number(seconds) * 1000).toLocaleString('en-GB'))

/** The parts of a message that are read aloud. */
export interface Readable {
  content: string
  components?: unknown
  author: Pick<ChannelMessage['author'], 'username' | 'global_name'>
}

/** A message in words for a screen reader. */
export const spoken = (message: Readable, nameOf: NameOf): string => {
  const text = [message.content, ...textsIn(message.components)].filter((part) => part !== '').join('. ')
  const name = message.author.global_name ?? message.author.username
  return `${name}: ${
    withNames(text, nameOf)
      .replaceAll(/[*_#>`]/g, '')
      .slice(0, longest) || 'sent something'
  }`
}
