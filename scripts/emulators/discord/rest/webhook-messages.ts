import { type APIUser, ChannelType, type RESTPostAPIWebhookWithTokenJSONBody } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { addThread } from '../world/channels.ts'
import { findInteractionByToken } from '../world/interactions.ts'
import { plainUserFields } from '../world/members.ts'
import { allowUsers } from '../world/mentions.ts'
import { createMessage, deleteMessage, editMessage, renderMessage } from '../world/messages.ts'
import type { Channel, Interaction, Message, Webhook, World } from '../world/types.ts'
import {
  deleteInteractionMessage,
  onInteractionMessage,
  patchInteractionMessage,
  postFollowup,
  requireAnswered,
} from './interactions.ts'
import { contentFrom, isEmptyMessage, type MessageBody } from './message-body.ts'
import { boolParam, idParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'
import { requireTokenWebhook } from './webhooks.ts'

type WebhookCall = Call<'webhook_id' | 'webhook_token'>

/** The interaction when the address is `/webhooks/{application}/{interaction token}`, null for a real webhook. */
const interactionBehind = (call: WebhookCall): Interaction | null => {
  const { world, params } = call
  if (params.webhook_id !== world.application.id) return null
  const interaction = findInteractionByToken(world, params.webhook_token)
  if (!interaction) throw discordError(10015, 'no interaction has this token')
  return requireAnswered(world, interaction)
}

const authorOf = (webhook: Webhook, body: RESTPostAPIWebhookWithTokenJSONBody): APIUser => ({
  id: webhook.id,
  username: body.username ?? webhook.name,
  discriminator: '0000',
  global_name: null,
  ...plainUserFields,
  bot: true,
})

const targetChannel = (call: WebhookCall, webhook: Webhook, body: RESTPostAPIWebhookWithTokenJSONBody): Channel => {
  const { world } = call
  const channel = world.channels.get(webhook.channelId)
  if (!channel) throw discordError(10003)
  const threadId = idParam(call.query, 'thread_id')
  const isForum = channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia
  if (threadId !== null) {
    const thread = world.channels.get(threadId)
    if (thread?.parentId !== channel.id) throw discordError(10003, `no thread ${threadId} below the webhook's channel`)
    return thread
  }
  if (body.thread_name === undefined) {
    if (isForum) throw discordError(220001)
    return channel
  }
  if (!isForum) throw discordError(220003)
  const type = ChannelType.PublicThread
  const appliedTags = body.applied_tags?.map(String)
  return addThread(world, channel, { type, name: body.thread_name, ownerId: webhook.creatorId, appliedTags })
}

const execute = (call: WebhookCall): Reply => {
  const { world, files } = call
  const interaction = interactionBehind(call)
  if (interaction) return postFollowup(call, interaction)
  const webhook = requireTokenWebhook(world, call.params.webhook_id, call.params.webhook_token)
  const body = bodyOf<RESTPostAPIWebhookWithTokenJSONBody>(call)
  if (isEmptyMessage(body, files)) throw discordError(50006)
  const channel = targetChannel(call, webhook, body)
  const message = createMessage(world, {
    ...contentFrom(world, { channelId: channel.id, body, files }),
    allowedMentions: body.allowed_mentions ?? allowUsers,
    channel,
    author: authorOf(webhook, body),
    origin: 'webhook',
    webhookId: webhook.id,
    applicationId: webhook.applicationId ?? undefined,
    tts: body.tts,
  })
  return boolParam(call.query, 'wait') ? ok(renderMessage(message, world)) : noContent
}

const requireWebhookMessage = (call: WebhookCall, webhook: Webhook, id: string): Message => {
  const { world } = call
  const channel = world.channels.get(idParam(call.query, 'thread_id') ?? webhook.channelId)
  const message = channel?.messages.get(id)
  if (message?.webhookId !== webhook.id) throw discordError(10008, `webhook ${webhook.id} has no message ${id}`)
  return message
}

interface OnMessage {
  ofInteraction(call: WebhookCall, interaction: Interaction, message: Message): Reply
  ofWebhook(call: WebhookCall, message: Message): Reply
}

const dispatch = (call: WebhookCall, messageId: string, on: OnMessage): Reply => {
  const interaction = interactionBehind(call)
  if (interaction) return on.ofInteraction(call, interaction, onInteractionMessage(call, interaction, messageId))
  const webhook = requireTokenWebhook(call.world, call.params.webhook_id, call.params.webhook_token)
  return on.ofWebhook(call, requireWebhookMessage(call, webhook, messageId))
}

const show = (world: World, message: Message): Reply => ok(renderMessage(message, world))

const reading: OnMessage = {
  ofInteraction: (call, _interaction, message) => show(call.world, message),
  ofWebhook: (call, message) => show(call.world, message),
}

const editing: OnMessage = {
  ofInteraction: patchInteractionMessage,
  ofWebhook: (call, message) => {
    const body = bodyOf<MessageBody>(call)
    const content = contentFrom(call.world, { channelId: message.channelId, body, files: call.files, message })
    return show(call.world, editMessage(call.world, message, { ...content, defaultMentions: allowUsers }))
  },
}

const deleting: OnMessage = {
  ofInteraction: deleteInteractionMessage,
  ofWebhook: (call, message) => {
    deleteMessage(call.world, message)
    return noContent
  },
}

const original = '/webhooks/{webhook_id}/{webhook_token}/messages/@original'
const one = '/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}'
const auth = { auth: 'token' } as const

/** Executing webhooks, and the answers and follow-ups of interactions, which share the address. Discord docs: resources/webhook. */
export const webhookMessageRoutes: Route[] = [
  route('POST', '/webhooks/{webhook_id}/{webhook_token}', execute, auth),
  route('GET', original, (call) => dispatch(call, '@original', reading), auth),
  route('PATCH', original, (call) => dispatch(call, '@original', editing), auth),
  route('DELETE', original, (call) => dispatch(call, '@original', deleting), auth),
  route('GET', one, (call) => dispatch(call, call.params.message_id, reading), auth),
  route('PATCH', one, (call) => dispatch(call, call.params.message_id, editing), auth),
  route('DELETE', one, (call) => dispatch(call, call.params.message_id, deleting), auth),
]
