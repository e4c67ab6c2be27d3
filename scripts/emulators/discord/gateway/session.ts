import { randomBytes } from 'node:crypto'
import type { Connection } from './connection.ts'

export interface SessionInput {
  intents: number
  shard: readonly [id: number, count: number]
  largeThreshold: number
  /** How many events RESUME can bring back. */
  replayEvents: number
}

/** What outlives a connection: the sequence, and the events that a client may have missed. */
export interface Session extends SessionInput {
  readonly id: string
  sequence: number
  /** A ring: the event with number `s` lies at `s % replayEvents`, as the text behind its number. */
  readonly replay: string[]
  connection: Connection | null
  expiry: NodeJS.Timeout | null
  readonly startedAt: number
  resumes: number
  replayed: number
}

/** A session without a connection and without events. */
export const createSession = (input: SessionInput): Session => ({
  ...input,
  id: randomBytes(16).toString('hex'),
  sequence: 0,
  replay: [],
  connection: null,
  expiry: null,
  startedAt: Date.now(),
  resumes: 0,
  replayed: 0,
})

/** The part of a dispatch that all sessions share; `frame` puts the number before it. */
export const dispatchTail = (type: string, data: unknown): string => `,"t":"${type}","d":${JSON.stringify(data)}}`

const frame = (sequence: number, tail: string): string => `{"op":0,"s":${sequence}${tail}`

/** Numbers an event, keeps it for RESUME and sends it when there is a connection. */
export const deliver = (session: Session, tail: string): void => {
  session.sequence += 1
  session.replay[session.sequence % session.replayEvents] = tail
  session.connection?.send(frame(session.sequence, tail))
}

/** True when every event after `sequence` is still kept. */
export const canReplay = (session: Session, sequence: number): boolean =>
  sequence >= 0 && session.sequence - sequence <= session.replayEvents

/** Sends again what came after `sequence`, then RESUMED, which takes no number of its own. */
export const replay = (session: Session, sequence: number): void => {
  for (let number = sequence + 1; number <= session.sequence; number += 1) {
    const tail = session.replay[number % session.replayEvents]
    if (tail === undefined) continue
    session.replayed += 1
    session.connection?.send(frame(number, tail))
  }
  session.resumes += 1
  session.connection?.send(frame(session.sequence, dispatchTail('RESUMED', { _trace: ['guildhall-emulator'] })))
}

/** How many events are kept for RESUME. */
export const bufferedCount = (session: Session): number => Math.min(session.sequence, session.replayEvents)
