import { editMessage, placeNow, sendMessage } from '../state/act.ts'
import { call } from '../state/api.ts'
import { getState } from '../state/store.ts'
import { base64Of } from '../state/uploads.ts'
import { clearComposer, getComposer, setComposer, startEditing } from './composer-store.ts'
import { withTokens } from './mention-text.ts'

const uploadsOf = (files: readonly File[]) =>
  Promise.all(
    files.map(async (file) => ({
      name: file.name,
      contentType: file.type || 'application/octet-stream',
      data: await base64Of(file),
    })),
  )

/** Sends what is written, or saves the edit; the text stays when it was refused. */
export const sendComposer = async (): Promise<void> => {
  const before = getComposer()
  const content = withTokens(before.text, before.picked).trim()
  if (content === '' && before.files.length === 0) return
  clearComposer()
  const isDone = before.editing
    ? await editMessage(before.editing.id, content)
    : await sendMessage({
        content,
        ...(before.replyTo && { replyTo: before.replyTo.id }),
        files: await uploadsOf(before.files),
      })
  if (!isDone && getComposer().text === '') setComposer(before)
}

/** Arrow up in an empty field: the newest message of one's own is edited. */
export const editLast = (): boolean => {
  const { messages, userId } = getState()
  const own = messages?.messages.findLast(({ author, type }) => author.id === userId && (type === 0 || type === 19))
  if (!own) return false
  startEditing(own)
  return true
}

/** Discord's client tells at most this often that somebody types. */
const typingEveryMs = 8_000
let lastTyping = 0

export const tellTyping = (): void => {
  if (Date.now() - lastTyping < typingEveryMs) return
  lastTyping = Date.now()
  // Nobody has to know when this is refused; sending will say why.
  call('POST', 'typing', placeNow()).catch(() => {})
}
