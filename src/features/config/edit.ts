import type { APIComponentInContainer } from 'discord-api-types/v10'
import * as z from 'zod'
import { arg } from '../../core/custom-id.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineComponent } from '../../core/interactions.ts'
import { type Answer, button, card, type MessageBody, openModal, row, update, whisper } from '../../core/reply.ts'
import { channelSelect, choiceSelect, roleSelect } from '../../core/selects.ts'
import { isSnowflake, type Snowflake } from '../../core/snowflake.ts'
import { flip, pickChannels, pickChoice, pickRoles, useDefault } from './controls.ts'
import { findSetting, guards, type Place, readValues } from './find.ts'
import { formatValue, isChanged } from './format.ts'
import { lastChange } from './history.ts'
import { texts } from './texts.ts'
import { texts as valueTexts } from './value-texts.ts'
import { turnPage } from './view.ts'
import { valueModal } from './write.ts'

/** On the message that a pressed button sits on, or as a new one that only the person who asked sees. */
export function answerHere({ interaction }: InteractionCtx, body: MessageBody): Answer {
  return interaction.messageId === undefined ? whisper(body) : update(body)
}

/** The control that fits a setting: a list, two buttons, or a form to type in. */
export async function editor(ctx: InteractionCtx, place: Place): Promise<Answer> {
  const current = (await readValues(ctx, place))[place.name]
  const control = controlFor(ctx, place, current)
  if (control === undefined) return openModal(valueModal(ctx, place, current))
  const { feature, setting } = place
  const { locale } = ctx
  const changed = isChanged(setting, current)
  const origin = changed ? await lastChange(ctx, place) : undefined
  const lines = [
    ...(setting.help === undefined ? [] : [setting.help(locale)]),
    texts('now', { value: formatValue(setting.control, current) })(locale),
    texts('byDefault', { value: formatValue(setting.control, setting.fallback) })(locale),
    ...(origin === undefined ? [] : [`-# ${origin(locale)}`]),
  ]
  const args = { feature: feature.id, setting: place.name }
  const back = button({
    customId: turnPage.customId({ feature: feature.id, page: 0 }),
    label: `◀ ${feature.title(locale)}`.slice(0, 38),
  })
  const restore = button({ customId: useDefault.customId(args), label: texts('useDefault')(locale) })
  return answerHere(
    ctx,
    card({
      tone: 'info',
      title: `${feature.title(locale)} › ${setting.label(locale)}`,
      body: lines.join('\n'),
      parts: [control, changed ? row(back, restore) : row(back)],
    }),
  )
}

/** `undefined` for what is typed rather than picked. */
function controlFor(ctx: InteractionCtx, { feature, name, setting }: Place, current: unknown) {
  const { control } = setting
  const args = { feature: feature.id, setting: name }
  const placeholder = texts('choose')(ctx.locale)
  switch (control.kind) {
    case 'switch':
      return switchButtons(ctx, args, current)
    case 'choice': {
      const choices = control.choices.map(({ value, label }) => ({
        value,
        label: label(ctx.locale),
        picked: value === current,
      }))
      return choiceSelect({ customId: pickChoice.customId(args), placeholder, choices })
    }
    case 'channel':
    case 'channels': {
      const most = control.kind === 'channels' ? control.most : 1
      const types = control.kind === 'channel' ? { channelTypes: control.channelTypes } : {}
      const customId = pickChannels.customId(args)
      return channelSelect({ customId, placeholder, least: 0, most, ...types, picked: idsIn(current) })
    }
    case 'role':
    case 'roles': {
      const most = control.kind === 'roles' ? control.most : 1
      return roleSelect({ customId: pickRoles.customId(args), placeholder, least: 0, most, picked: idsIn(current) })
    }
    case 'number':
    case 'text':
    case 'duration':
      return undefined
  }
}

function switchButtons(
  { locale }: InteractionCtx,
  args: { feature: string; setting: string },
  current: unknown,
): APIComponentInContainer {
  const one = (on: boolean) =>
    button({
      customId: flip.customId({ ...args, on }),
      label: valueTexts(on ? 'on' : 'off')(locale),
      style: current === on ? 'primary' : 'secondary',
      disabled: current === on,
    })
  return row(one(true), one(false))
}

function idsIn(value: unknown): Snowflake[] {
  return [value].flat().filter(isSnowflake)
}

/** Opens a form for what is typed, which Discord takes as a first answer only: so it never defers. */
export const openSetting = defineComponent({
  id: 'config:setting',
  args: z.object({ feature: arg.text() }),
  guards,
  defer: 'never',
  run: (ctx, { args, values }) => editor(ctx, findSetting(ctx, { feature: args.feature, setting: values[0] ?? '' })),
})
