import * as z from 'zod'
import { arg } from '../../core/custom-id.ts'
import { AppError } from '../../core/errors.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineComponent } from '../../core/interactions.ts'
import { update } from '../../core/reply.ts'
import { isSnowflake, type Snowflake } from '../../core/snowflake.ts'
import { applyReset, applyValue } from './change.ts'
import { findSetting, guards, type Place } from './find.ts'
import { texts } from './texts.ts'

/** Which setting a control changes. It comes back from Discord, so it is looked up and never trusted. */
const place = z.object({ feature: arg.text(), setting: arg.text() })

function notOffered(): AppError {
  return new AppError('invalid_input', texts('notOffered'))
}

/** Ids that Discord resolved for this pick: they belong to this guild. */
function pickedIds(values: readonly string[], resolved: Readonly<Record<string, unknown>> | undefined): Snowflake[] {
  return values.map((id) => {
    if (!isSnowflake(id) || resolved?.[id] === undefined) throw notOffered()
    return id
  })
}

function checkCount(ids: readonly Snowflake[], most: number): void {
  if (ids.length > most) throw notOffered()
}

function channelValue({ interaction }: InteractionCtx, { setting }: Place, values: readonly string[]): unknown {
  const { control } = setting
  const { channels } = interaction.resolved
  const ids = pickedIds(values, channels)
  if (control.kind === 'channels') {
    checkCount(ids, control.most)
    return ids
  }
  if (control.kind !== 'channel') throw notOffered()
  checkCount(ids, 1)
  const [id] = ids
  if (id === undefined) return null
  if (!control.channelTypes.includes(channels?.[id]?.type ?? -1)) throw notOffered()
  return id
}

export const pickChannels = defineComponent({
  id: 'config:channel',
  args: place,
  guards,
  async run(ctx, { args, values }) {
    const found = findSetting(ctx, args)
    return update(await applyValue(ctx, found, channelValue(ctx, found, values)))
  },
})

function roleValue({ guild, interaction }: InteractionCtx, { setting }: Place, values: readonly string[]): unknown {
  const { control } = setting
  const ids = pickedIds(values, interaction.resolved.roles)
  if (ids.includes(guild.id)) throw notOffered()
  if (control.kind === 'roles') {
    checkCount(ids, control.most)
    return ids
  }
  if (control.kind !== 'role') throw notOffered()
  checkCount(ids, 1)
  return ids[0] ?? null
}

export const pickRoles = defineComponent({
  id: 'config:role',
  args: place,
  guards,
  async run(ctx, { args, values }) {
    const found = findSetting(ctx, args)
    return update(await applyValue(ctx, found, roleValue(ctx, found, values)))
  },
})

export const pickChoice = defineComponent({
  id: 'config:choice',
  args: place,
  guards,
  async run(ctx, { args, values: [value] }) {
    const found = findSetting(ctx, args)
    const { control } = found.setting
    if (control.kind !== 'choice' || !control.choices.some((choice) => choice.value === value)) throw notOffered()
    return update(await applyValue(ctx, found, value))
  },
})

export const flip = defineComponent({
  id: 'config:switch',
  args: place.extend({ on: arg.flag() }),
  guards,
  async run(ctx, { args }) {
    const found = findSetting(ctx, args)
    if (found.setting.control.kind !== 'switch') throw notOffered()
    return update(await applyValue(ctx, found, args.on))
  },
})

export const useDefault = defineComponent({
  id: 'config:reset',
  args: place,
  guards,
  run: async (ctx, { args }) => update(await applyReset(ctx, findSetting(ctx, args))),
})
