import { create } from 'zustand'
import { usePlayground } from '../state/store.ts'
import type { ChannelMessage } from '../state/types.ts'
import type { CommandDraft } from './command-line.ts'
import type { WordSuggestion } from './mention-text.ts'

interface ComposerState {
  text: string
  /** Names in the text that are sent as mentions. */
  picked: readonly Pick<WordSuggestion, 'insert' | 'token'>[]
  /** A command being filled in takes the place of the text. */
  draft: CommandDraft | null
  replyTo: ChannelMessage | null
  editing: ChannelMessage | null
  files: readonly File[]
  /** Grows when a command gives its place back to the text, which then takes the focus. */
  returned: number
}

const empty: ComposerState = { text: '', picked: [], draft: null, replyTo: null, editing: null, files: [], returned: 0 }

export const useComposer = create<ComposerState>(() => empty)

export const setComposer = useComposer.setState
export const getComposer = useComposer.getState

/** Everything typed and chosen is forgotten, as after sending. */
export const clearComposer = (): void => setComposer({ ...empty, returned: getComposer().returned })

/** The command is over, sent or left; the text field has the place and the focus again. */
export const endDraft = (text = ''): void => setComposer({ ...empty, text, returned: getComposer().returned + 1 })

export const setDraft = (draft: CommandDraft | null): void => setComposer({ draft })

/** Puts a mention at the end of the text. */
export const insertIntoComposer = (insert: string, token: string): void => {
  const { text, picked } = getComposer()
  const gap = text === '' || text.endsWith(' ') ? '' : ' '
  setComposer({ text: `${text}${gap}${insert} `, picked: [...picked, { insert, token }], draft: null })
}

export const replyTo = (message: ChannelMessage): void => setComposer({ replyTo: message, editing: null })

export const startEditing = (message: ChannelMessage): void =>
  setComposer({ ...empty, returned: getComposer().returned, editing: message, text: message.content })

export const addFiles = (files: readonly File[]): void =>
  setComposer({ files: [...getComposer().files, ...files].slice(0, 10) })

export const removeFile = (file: File): void =>
  setComposer({ files: getComposer().files.filter((entry) => entry !== file) })

// A reply or a half-written command belongs to its channel and its author.
usePlayground.subscribe((now, before) => {
  if (now.channelId !== before.channelId || now.userId !== before.userId) clearComposer()
})
