import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import { cut } from '../../../core/reply.ts'

/** Discord docs: components/reference ("Label", "Text Input") and interactions/receiving-and-responding ("Modal"). */
const MAX_TITLE = 45
const MAX_TEXT = 1000

export const REASON_FIELD = 'reason'

interface Form {
  customId: string
  title: string
  label: string
  hint: string
  isRequired: boolean
}

/** A form with one field for a longer text. */
export function reasonForm({
  customId,
  title,
  label,
  hint,
  isRequired,
}: Form): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: cut(title, MAX_TITLE),
    components: [
      {
        type: 18,
        label: cut(label, MAX_TITLE),
        description: cut(hint, 100),
        component: { type: 4, custom_id: REASON_FIELD, style: 2, max_length: MAX_TEXT, required: isRequired },
      },
    ],
  }
}

/** The text of the field; `undefined` when it was left empty. */
export function readReason(fields: Readonly<Record<string, string | readonly string[]>>): string | undefined {
  const given = fields[REASON_FIELD]
  const text = typeof given === 'string' ? given.trim().slice(0, MAX_TEXT) : ''
  return text === '' ? undefined : text
}
