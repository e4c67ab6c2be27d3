import { useEffect, useRef, useState } from 'react'
import { getState, usePlayground } from '../state/store.ts'
import { type NameOf, spoken } from './spoken.ts'

const nameNow: NameOf = (kind, id) => {
  const { guild, people } = getState()
  const places = guild?.joined ? [...guild.channels, ...guild.threads] : []
  if (kind === '#') return places.find((channel) => channel.id === id)?.name ?? undefined
  if (kind === '@&') return guild?.joined ? guild.roles.find((role) => role.id === id)?.name : undefined
  const user = people?.users.find((person) => person.id === id)
  return user?.global_name ?? user?.username
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
    if (isNews) setWords(spoken(last, nameNow))
    seen.current = { channel: messages.id, last: last?.id ?? '' }
  }, [messages])
  return (
    <p className="sr-only" role="log" aria-label="New messages">
      {words}
    </p>
  )
}
