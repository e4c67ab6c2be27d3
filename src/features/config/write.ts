import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10'
import * as z from 'zod'
import { arg } from '../../core/custom-id.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineModal } from '../../core/interactions.ts'
import { cut } from '../../core/reply.ts'
import type { Control } from '../../core/settings.ts'
import { applyValue } from './change.ts'
import { answerHere } from './edit.ts'
import { findSetting, guards, type Place } from './find.ts'
import { typedDuration } from './format.ts'
import { parseValue } from './parse.ts'
import { hintOf } from './suggest.ts'
import { texts } from './texts.ts'

const FIELD = 'value'
/** Discord docs: components/reference, "Text Input" and "Label"; interactions/receiving-and-responding, "Modal". */
const MAX_INPUT = 4000
const MAX_TITLE = 45
const MAX_DESCRIPTION = 100

/** A form with the present value in it, for numbers, durations and texts. */
export function valueModal(
  { locale }: InteractionCtx,
  { feature, name, setting }: Place,
  current: unknown,
): APIModalInteractionResponseCallbackData {
  const { control } = setting
  const hint = hintOf(control)?.(locale)
  const value = typedForm(control, current)
  return {
    custom_id: writeValue.customId({ feature: feature.id, setting: name }),
    title: cut(setting.label(locale), MAX_TITLE),
    components: [
      {
        type: 18,
        label: texts('modalField')(locale),
        ...(hint === undefined ? {} : { description: cut(hint, MAX_DESCRIPTION) }),
        component: {
          type: 4,
          custom_id: FIELD,
          style: control.kind === 'text' && control.maxLength > 100 ? 2 : 1,
          required: control.kind !== 'text',
          max_length: control.kind === 'text' ? Math.min(control.maxLength, MAX_INPUT) : 40,
          ...(value === '' ? {} : { value: cut(value, MAX_INPUT) }),
        },
      },
    ],
  }
}

/** A value as somebody would type it. */
function typedForm(control: Control, value: unknown): string {
  if (control.kind === 'duration' && typeof value === 'number') return typedDuration(value)
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

export const writeValue = defineModal({
  id: 'config:write',
  args: z.object({ feature: arg.text(), setting: arg.text() }),
  guards,
  async run(ctx, { args, fields }) {
    const place = findSetting(ctx, args)
    const typed = fields[FIELD]
    const value = await parseValue(ctx, place.setting.control, typeof typed === 'string' ? typed : '')
    return answerHere(ctx, await applyValue(ctx, place, value))
  },
})
