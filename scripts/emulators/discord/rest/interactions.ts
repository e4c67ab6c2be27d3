import type { APIInteractionResponse } from 'discord-api-types/v10'
import { MessageFlags } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import {
  acknowledge,
  applyResponse,
  deleteOriginal,
  editOriginal,
  isExpired,
  originalMessage,
  postInteractionMessage,
} from '../world/interactions.ts'
import { allowUsers } from '../world/mentions.ts'
import { deleteMessage, editMessage, renderMessage } from '../world/messages.ts'
import type { Interaction, Message, World } from '../world/types.ts'
import { contentFrom, isEmptyMessage, type MessageBody } from './message-body.ts'
import { problemsError } from './problems.ts'
import { boolParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'
import { checkFields } from './unknown-fields.ts'

const requireOpenInteraction = (world: World, id: string, token: string): Interaction => {
  const interaction = world.interactions.get(id)
  if (!interaction || interaction.token !== token) throw discordError(10062, `no interaction ${id} with this token`)
  if (interaction.state === 'acknowledged' || interaction.responseType !== null) {
    throw discordError(40060, `interaction ${id} was already answered`)
  }
  if (interaction.state === 'failed' || world.now() > interaction.createdAt + interaction.deadlineMs) {
    throw discordError(10062, `interaction ${id} was not answered within ${interaction.deadlineMs} ms`)
  }
  return interaction
}

const callbackResult = (
  interaction: Interaction,
  response: APIInteractionResponse,
  message: Message | null,
  world: World,
) => ({
  interaction: {
    id: interaction.id,
    type: interaction.type,
    ...(message && {
      response_message_id: message.data.id,
      response_message_loading: ((message.data.flags ?? 0) & MessageFlags.Loading) !== 0,
      response_message_ephemeral: interaction.ephemeral,
    }),
  },
  // Published only for answers that make or change a message.
  ...((response.type === 4 || response.type === 7) && {
    resource: { type: response.type, ...(message && { message: renderMessage(message, world) }) },
  }),
})

const callback = (call: Call<'interaction_id' | 'interaction_token'>): Reply => {
  const { world, params } = call
  const interaction = requireOpenInteraction(world, params.interaction_id, params.interaction_token)
  const { body, problems } = checkFields(world, call.body, (given) => call.validateCallback(interaction, given))
  if (problems.length > 0) throw problemsError(problems)
  const response = bodyOf<APIInteractionResponse>({ ...call, body })
  const message = applyResponse(world, interaction, response)
  if (message && call.files.length > 0) {
    message.data.attachments =
      contentFrom(world, { channelId: message.channelId, body: {}, files: call.files }).attachments ?? []
  }
  acknowledge(world, interaction)
  if (!boolParam(call.query, 'with_response')) return noContent
  return ok(callbackResult(interaction, response, message, world))
}

/**
 * The interaction behind a webhook token that edits and follow-ups may use: 10015 while its first answer has not been
 * processed (Discord's ack race) or when it failed, 50027 after fifteen minutes.
 */
export const requireAnswered = (world: World, interaction: Interaction): Interaction => {
  if (isExpired(world, interaction)) {
    throw discordError(50027, `the token of interaction ${interaction.id} is older than 15 minutes`)
  }
  if (interaction.state === 'acknowledged') return interaction
  throw discordError(10015, `interaction ${interaction.id} has no processed answer yet (${interaction.state})`, {
    verdict: interaction.state === 'pending' || interaction.spoiled ? 'outcome' : 'violation',
    rule: 'interaction',
  })
}

const requireFollowup = (world: World, interaction: Interaction, id: string): Message => {
  const isOwn = interaction.followupIds.includes(id) || interaction.originalMessageId === id
  const message = world.channels.get(interaction.channelId)?.messages.get(id)
  if (!isOwn || !message) throw discordError(10008, `no message ${id} of interaction ${interaction.id}`)
  return message
}

/** A follow-up message; while the answer is deferred it fills the loading message, as Discord still does. */
export const postFollowup = (call: Call, interaction: Interaction): Reply => {
  const { world, files } = call
  const body = bodyOf<MessageBody>(call)
  if (isEmptyMessage(body, files)) throw discordError(50006)
  const content = contentFrom(world, { channelId: interaction.channelId, body, files })
  const original = originalMessage(world, interaction)
  const isLoading = original && ((original.data.flags ?? 0) & MessageFlags.Loading) !== 0
  const ephemeral = ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0
  const message = isLoading
    ? editOriginal(world, interaction, content)
    : postInteractionMessage(world, interaction, { ...content, ephemeral })
  if (!message) throw discordError(10003, `the channel of interaction ${interaction.id} is gone`)
  if (!isLoading) interaction.followupIds.push(message.data.id)
  world.emit({ type: 'INTERACTION_UPDATE', guildId: interaction.guildId, payload: interaction })
  return ok(renderMessage(message, world))
}

/** GET, PATCH or DELETE of `@original` or a follow-up by its id. */
export const onInteractionMessage = (call: Call, interaction: Interaction, messageId: string): Message => {
  if (messageId !== '@original') return requireFollowup(call.world, interaction, messageId)
  const message = originalMessage(call.world, interaction)
  if (!message) throw discordError(10008, `interaction ${interaction.id} has no original message`)
  return message
}

/** Edits a message of an interaction. */
export const patchInteractionMessage = (call: Call, interaction: Interaction, message: Message): Reply => {
  const body = bodyOf<MessageBody>(call)
  const content = contentFrom(call.world, {
    channelId: interaction.channelId,
    body,
    files: call.files,
    message,
  })
  if (message.data.id === interaction.originalMessageId) editOriginal(call.world, interaction, content)
  else editMessage(call.world, message, { ...content, defaultMentions: allowUsers })
  return ok(renderMessage(message, call.world))
}

/** Deletes a message of an interaction. */
export const deleteInteractionMessage = (call: Call, interaction: Interaction, message: Message): Reply => {
  if (message.data.id === interaction.originalMessageId) deleteOriginal(call.world, interaction)
  else deleteMessage(call.world, message)
  return noContent
}

/** The first answer to an interaction. Discord docs: interactions/receiving-and-responding. */
export const interactionRoutes: Route[] = [
  route('POST', '/interactions/{interaction_id}/{interaction_token}/callback', callback, { auth: 'token' }),
]
