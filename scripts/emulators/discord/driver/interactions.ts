import { InteractionType } from 'discord-api-types/v10'
import * as z from 'zod'
import { canSeeMessage } from '../world/access.ts'
import { autocompleteData, checkMayUse, commandData } from './command-data.ts'
import { componentData, sourceData } from './component-data.ts'
import { dispatch } from './dispatch.ts'
import { findMessage, findPlace, findUser, type Place } from './lookup.ts'
import { modalData, openModal } from './modal-data.ts'
import type { NewInteraction } from './payload.ts'
import { type Driver, DriverError, type InteractionResult } from './types.ts'

const place = {
  guild: z.string().nullish(),
  channel: z.string().nullish(),
  user: z.string(),
}

const extras = {
  /** The client's language, e.g. `de`. */
  locale: z.string().optional(),
  /** Skips what a real client would refuse, to send hostile input. */
  raw: z.boolean().optional(),
  /** How long to wait for a deferred answer, in ms. */
  waitMs: z.int().min(0).max(900_000).optional(),
}

const values = z.record(z.string(), z.unknown())

export const commandInput = z.strictObject({
  ...place,
  ...extras,
  name: z.string().min(1),
  options: values.optional(),
  target: z.string().optional(),
})
export const autocompleteInput = z.strictObject({
  ...place,
  ...extras,
  name: z.string().min(1),
  options: values.optional(),
  focused: z.string().min(1),
})
export const componentInput = z.strictObject({
  ...place,
  ...extras,
  message: z.string().min(1),
  customId: z.string(),
  values: z.array(z.string()).optional(),
})
export const modalInput = z.strictObject({
  ...extras,
  interaction: z.string().min(1),
  fields: values,
  user: z.string().optional(),
})

/** Where and what: enough to send, or only to build (`prepareInteraction`) in load and attack tests. */
export interface Prepared {
  place: Place
  input: NewInteraction
}

export const prepareCommand = ({ world }: Pick<Driver, 'world'>, body: z.infer<typeof commandInput>): Prepared => {
  const where = findPlace(world, body)
  const { command, data } = commandData(world, where, body)
  return {
    place: where,
    input: { type: InteractionType.ApplicationCommand, data, locale: body.locale, commandName: command.name },
  }
}

export const runCommand = (driver: Driver, body: z.infer<typeof commandInput>): Promise<InteractionResult> => {
  const prepared = prepareCommand(driver, body)
  return dispatch(driver, prepared.place, { ...prepared.input, waitMs: body.waitMs })
}

export const runAutocomplete = (
  driver: Driver,
  body: z.infer<typeof autocompleteInput>,
): Promise<InteractionResult> => {
  const { world } = driver
  const where = findPlace(world, body)
  const { command, data } = autocompleteData(world, where, body)
  const type = InteractionType.ApplicationCommandAutocomplete
  return dispatch(driver, where, { type, data, locale: body.locale, commandName: command.name, waitMs: body.waitMs })
}

/** A message id is enough: guild and channel follow from it where they are left out. */
const placeOfMessage = (driver: Driver, body: z.infer<typeof componentInput>): Place => {
  if (body.channel) return findPlace(driver.world, body)
  for (const channel of driver.world.channels.values()) {
    if (!channel.messages.has(body.message)) continue
    const guild = channel.guildId === null ? undefined : driver.world.guilds.get(channel.guildId)
    return { guild, channel, user: findUser(driver.world, body.user, guild) }
  }
  return findPlace(driver.world, body)
}

export const runComponent = (driver: Driver, body: z.infer<typeof componentInput>): Promise<InteractionResult> => {
  const { world } = driver
  const where = placeOfMessage(driver, body)
  const message = body.raw
    ? (where.channel.messages.get(body.message) ?? findMessage(world, where, body.message))
    : findMessage(world, where, body.message)
  if (!body.raw) checkMayUse(world, where)
  const data = componentData(world, where, message, body)
  const type = InteractionType.MessageComponent
  return dispatch(driver, where, {
    type,
    data,
    locale: body.locale,
    customId: body.customId,
    source: message,
    message: sourceData(world, message),
    waitMs: body.waitMs,
  })
}

/** Submits the modal that an earlier interaction opened. A failed submission leaves the modal open, as in the client. */
export const runModal = async (driver: Driver, body: z.infer<typeof modalInput>): Promise<InteractionResult> => {
  const { world } = driver
  const { opener, modal } = openModal(world, body.interaction)
  if (body.user !== undefined && findUser(world, body.user).data.id !== opener.userId)
    throw new DriverError('not_your_modal', 'That modal was opened by another user.')
  const where = placeOfOpener(driver, opener)
  const data = modalData(world, where, modal, body)
  const source = opener.sourceMessageId === null ? undefined : where.channel.messages.get(opener.sourceMessageId)
  const message = source && canSeeMessage(world, source, opener.userId) ? sourceData(world, source) : undefined
  opener.modal = null
  const result = await dispatch(driver, where, {
    type: InteractionType.ModalSubmit,
    data,
    locale: body.locale,
    customId: modal.custom_id,
    source,
    message,
    waitMs: body.waitMs,
  })
  if (result.interaction.state === 'failed') opener.modal = modal
  return result
}

const placeOfOpener = (
  { world }: Driver,
  opener: { guildId: string | null; channelId: string; userId: string },
): Place => {
  const channel = world.channels.get(opener.channelId)
  const user = world.users.get(opener.userId)
  if (!channel || !user) throw new DriverError('modal_closed', 'The channel or the user of that modal is gone.')
  return { guild: opener.guildId === null ? undefined : world.guilds.get(opener.guildId), channel, user }
}
