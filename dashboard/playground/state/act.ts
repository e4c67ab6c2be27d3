import { call, RefusedError, wordsOf } from './api.ts'
import { getState, localNow, type Note, setState, type Waiting } from './store.ts'
import type { Channel, InteractionResult, OpenModal } from './types.ts'
import { fileValues } from './uploads.ts'

/** Where the acting user stands, in the driver's words. */
export const placeNow = () => {
  const { guildId, channelId, userId } = getState()
  return { guild: guildId, channel: channelId, user: userId }
}

const localeNow = (): { locale?: string } => {
  const { locales, userId } = getState()
  const locale = locales[userId]
  return locale === undefined ? {} : { locale }
}

let counter = 0

const addNote = (note: Omit<Note, 'id' | 'at'>): void => {
  setState({ notes: [...getState().notes.slice(-49), { ...note, id: ++counter, at: localNow() }] })
}

export const dropNote = (id: number): void => setState({ notes: getState().notes.filter((note) => note.id !== id) })

const say = (error: unknown): void => setState({ problem: wordsOf(error) })

/** Does it, and shows in words why not where it is refused; true when it was done. */
export const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
  setState({ problem: null })
  try {
    await work()
    return true
  } catch (error) {
    say(error)
    return false
  }
}

/** The driver's word for a deferred answer that has not come yet: the message says "thinking…" itself. */
const isThinking = (result: InteractionResult): boolean => result.error?.code === 'still_thinking'

const isModal = (result: InteractionResult): boolean => result.response?.type === 9

/** Guarantee: an answer of type 9 carries a modal; the emulator has validated it. */
const modalOf = (result: InteractionResult): OpenModal => ({
  interaction: result.interaction.id,
  data: result.response?.data as OpenModal['data'],
  problem: null,
  busy: false,
})

type Pressed = Omit<Waiting, 'id' | 'userId' | 'channelId'>

/** Sends an interaction, shows it as waiting, and notes a failure where Discord's client would. */
const interact = async (path: string, body: object, pressed: Pressed): Promise<InteractionResult | null> => {
  const { userId, channelId } = getState()
  const waiting: Waiting = { ...pressed, id: ++counter, userId, channelId: channelId ?? '' }
  setState({ waiting: [...getState().waiting, waiting], problem: null })
  try {
    // The wait ends with the first answer; what is edited in later arrives as an event.
    const result = await call<InteractionResult>('POST', path, { ...body, ...localeNow(), waitMs: 0 })
    if (result.error && !isThinking(result))
      addNote({
        userId,
        channelId: result.interaction.channelId,
        messageId: pressed.component?.messageId ?? null,
        command: pressed.command,
        text: result.error.message,
      })
    if (isModal(result)) setState({ modal: modalOf(result) })
    return result
  } catch (error) {
    say(error)
    return null
  } finally {
    setState({ waiting: getState().waiting.filter(({ id }) => id !== waiting.id) })
  }
}

export const runCommand = (command: { name: string; options?: Record<string, unknown>; target?: string }) =>
  interact('commands', { ...placeNow(), ...command }, { component: null, command: `/${command.name}` })

export const pressComponent = (messageId: string, customId: string, values?: string[]) =>
  interact(
    'components',
    { ...placeNow(), message: messageId, customId, ...(values && { values }) },
    { component: { messageId, customId }, command: null },
  )

/** Sends the open modal; it stays open with the reason when the submission fails. */
export const submitModal = async (
  fields: Record<string, unknown>,
  files: Readonly<Record<string, readonly File[]>>,
): Promise<void> => {
  const { modal } = getState()
  if (!modal) return
  setState({ modal: { ...modal, busy: true, problem: null } })
  try {
    const filled = { ...fields, ...(await fileValues(files)) }
    const body = { interaction: modal.interaction, fields: filled, ...localeNow(), waitMs: 0 }
    const result = await call<InteractionResult>('POST', 'modals', body)
    if (result.error && !isThinking(result))
      setState({ modal: { ...modal, busy: false, problem: result.error.message } })
    else setState({ modal: isModal(result) ? modalOf(result) : null })
  } catch (error) {
    setState({ modal: { ...modal, busy: false, problem: wordsOf(error) } })
  }
}

export const closeModal = (): void => setState({ modal: null })

export interface Choice {
  name: string
  value: string | number
}

/** Guarantee: an autocomplete answer (type 8) that the emulator has validated holds a list of choices. */
const choicesOf = (result: InteractionResult): Choice[] =>
  (result.response?.data as { choices?: Choice[] } | undefined)?.choices ?? []

/** What the bot suggests for the focused option. Throws `RefusedError` when it does not answer. */
export const fetchChoices = async (command: {
  name: string
  options: Record<string, unknown>
  focused: string
}): Promise<Choice[]> => {
  const result = await call<InteractionResult>('POST', 'autocomplete', { ...placeNow(), ...command, ...localeNow() })
  if (result.error) throw new RefusedError(result.error.code, 'Loading options failed')
  return choicesOf(result)
}

interface FileUpload {
  name: string
  contentType: string
  /** base64 */
  data: string
}

export const sendMessage = (input: { content: string; replyTo?: string; files?: FileUpload[] }): Promise<boolean> => {
  const { files, ...rest } = input
  const body = { ...placeNow(), ...rest }
  return attempt(() => (files?.length ? call('POST', 'uploads', { ...body, files }) : call('POST', 'messages', body)))
}

export const editMessage = (message: string, content: string): Promise<boolean> =>
  attempt(() => call('PATCH', 'messages', { ...placeNow(), message, content }))

export const deleteMessage = (message: string): Promise<boolean> =>
  attempt(() => call('DELETE', 'messages', { ...placeNow(), message }))

export const pinMessage = (message: string, pinned: boolean): Promise<boolean> =>
  attempt(() => call('POST', 'pins', { ...placeNow(), message, pinned }))

export const react = (message: string, emoji: string, remove: boolean): Promise<boolean> =>
  attempt(() => call('POST', 'reactions', { ...placeNow(), message, emoji, ...(remove && { remove }) }))

/** Votes in a poll; no answers take the votes back. */
export const vote = (message: string, answers: number[]): Promise<boolean> =>
  attempt(() => call('POST', 'poll-votes', { ...placeNow(), message, answers }))

export const openThread = async (input: {
  name: string
  message?: string
  content?: string
  tags?: string[]
}): Promise<Channel | null> => {
  let thread: Channel | null = null
  await attempt(async () => {
    thread = (await call<{ thread: Channel }>('POST', 'threads', { ...placeNow(), ...input })).thread
  })
  return thread
}

export const setVoice = (channel: string | null, selfMute = false, selfDeaf = false): Promise<boolean> => {
  const { guild, user } = placeNow()
  return attempt(() => call('POST', 'voice', { guild, user, channel, selfMute, selfDeaf }))
}

/** As a moderator does by hand; 0 seconds end the timeout. */
export const timeOut = (user: string, seconds: number): Promise<boolean> =>
  attempt(() => call('POST', 'timeouts', { guild: getState().guildId, user, seconds }))

export const changeMember = (input: { user: string; action: string; role?: string }): Promise<boolean> =>
  attempt(() => call('POST', 'members', { guild: getState().guildId, ...input }))
