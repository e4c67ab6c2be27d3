import { create } from 'zustand'
import type { Channel, ChannelMessages, CommandOffer, GuildView, OpenModal, People } from './types.ts'
import type { ReadMarks } from './unread.ts'

export type Theme = 'dark' | 'light'

/** A line under a message or at the end of a channel that only the acting user sees. */
export interface Note {
  id: number
  userId: string
  channelId: string
  /** The message it stands under; null puts it at the end of the channel. */
  messageId: string | null
  /** e.g. `/warn`; null for a component. */
  command: string | null
  text: string
  /** Milliseconds since 1970 on the local clock. */
  at: number
}

/** An interaction that waits for its first answer. */
export interface Waiting {
  id: number
  userId: string
  channelId: string
  /** Message and custom id of a pressed component. */
  component: { messageId: string; customId: string } | null
  command: string | null
}

export interface Typing {
  userId: string
  channelId: string
  /** Milliseconds since 1970 on this machine's clock. */
  until: number
}

export interface PlaygroundState {
  userId: string
  /** Null: direct messages. */
  guildId: string | null
  channelId: string | null
  people: People | null
  guild: GuildView | null
  dms: Channel[]
  commands: CommandOffer
  messages: ChannelMessages | null
  /** How far the local clock is ahead of this machine's, in milliseconds. */
  offsetMs: number
  /** The newest message that was read when the channel was opened: the "new" line stands behind it. */
  readUntil: string | null
  /** How many messages are asked for. */
  depth: number
  notes: Note[]
  waiting: Waiting[]
  typing: Typing[]
  modal: OpenModal | null
  /** A sentence for everybody to read, e.g. why something was refused. */
  problem: string | null
  connection: 'connecting' | 'live' | 'lost'
  read: ReadMarks
  theme: Theme
  phone: boolean
  /** Client language by user id; others use English. */
  locales: Readonly<Record<string, string>>
  /** Steps of the path that have been done. */
  tried: readonly string[]
}

export const firstDepth = 60

const remembered = <T>(key: string, fallback: T, fits: (value: unknown) => value is T): T => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(`guildhall.${key}`) ?? 'null')
    return fits(value) ? value : fallback
  } catch {
    return fallback
  }
}

export const remember = (key: string, value: unknown): void => {
  try {
    localStorage.setItem(`guildhall.${key}`, JSON.stringify(value))
  } catch {
    // Without storage the page forgets at reload, and works.
  }
}

const isTheme = (value: unknown): value is Theme => value === 'dark' || value === 'light'
const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string')

const preferred = (): Theme => (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark')

export const usePlayground = create<PlaygroundState>(() => ({
  userId: '',
  guildId: null,
  channelId: null,
  people: null,
  guild: null,
  dms: [],
  commands: { commands: [], hidden: [] },
  messages: null,
  offsetMs: 0,
  readUntil: null,
  depth: firstDepth,
  notes: [],
  waiting: [],
  typing: [],
  modal: null,
  problem: null,
  connection: 'connecting',
  read: {},
  theme: remembered('theme', preferred(), isTheme),
  phone: false,
  locales: {},
  tried: remembered('tried', [], isList),
}))

export const getState = usePlayground.getState
export const setState = usePlayground.setState

/** Milliseconds since 1970 on the local clock. */
export const localNow = (): number => Date.now() + getState().offsetMs
