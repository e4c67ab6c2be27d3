import { AppError } from '../../core/errors.ts'
import { defineTexts } from '../../core/text.ts'

const TIMEOUT_MS = 5000

const texts = defineTexts({
  en: {
    unreadable: 'I could not read that file. Upload it again as plain text (.txt).',
    tooLarge: 'That file is too large: at most {most} kB.',
  },
  de: {
    unreadable: 'Diese Datei konnte ich nicht lesen. Lade sie noch einmal als reinen Text (.txt) hoch.',
    tooLarge: 'Diese Datei ist zu groß: höchstens {most} kB.',
  },
  fr: {
    unreadable: "Je n'ai pas pu lire ce fichier. Envoie-le de nouveau en texte brut (.txt).",
    tooLarge: 'Ce fichier est trop gros : {most} ko au plus.',
  },
})

export interface Download {
  url: string
  maxBytes: number
}

/**
 * Reads an uploaded text file from Discord's CDN. Only for addresses that Discord itself sent (an attachment's `url`).
 * Throws `AppError`: `limit` for more than `maxBytes`, which are not read to their end, `unavailable` when it cannot be read.
 */
export async function downloadText(
  { url, maxBytes }: Download,
  fetchFile: typeof fetch = (input, init) => fetch(input, init),
): Promise<string> {
  const unreadable = (cause: unknown) => new AppError('unavailable', texts('unreadable'), { cause })
  const response = await fetchFile(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
    throw unreadable(error)
  })
  if (!response.ok || response.body === null) throw unreadable(response.status)
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw unreadable(error)
    })
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw new AppError('limit', texts('tooLarge', { most: Math.floor(maxBytes / 1024) }))
    }
    text += decoder.decode(value, { stream: true })
  }
}
