import { useEffect, useRef, useState } from 'react'
import { usePlayground } from '../state/store.ts'
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

/** A message in words for a screen reader. */
export const spoken = (message: ChannelMessage): string => {
  const text = [message.content, ...textsIn(message.components)].filter((part) => part !== '').join('. ')
  const name = message.author.global_name ?? message.author.username
  return `${name}: ${text.replaceAll(/[*_#>`]/g, '').slice(0, longest) || 'sent something'}`
}

/** Reads new messages of the open channel aloud, one at a time, without repeating the old ones. */
export const Announcer = () => {
  const messages = usePlayground((state) => state.messages)
  const seen = useRef<{ channel: string; last: string } | null>(null)
  const [words, setWords] = useState('')
  useEffect(() => {
    const last = messages?.messages.at(-1)
    if (!messages) return
    const isNews = last && seen.current?.channel === messages.id && seen.current.last !== last.id
    if (isNews) setWords(spoken(last))
    seen.current = { channel: messages.id, last: last?.id ?? '' }
  }, [messages])
  return (
    <p className="sr-only" role="log" aria-label="New messages">
      {words}
    </p>
  )
}
