import { randomBytes } from 'node:crypto'
import {
  type APIInteractionResponse,
  type APIInteractionResponseCallbackData,
  type APIMessageInteractionMetadata,
  ApplicationIntegrationType,
  InteractionResponseType,
  type InteractionType,
  MessageFlags,
  MessageType,
  InteractionType as Type,
} from 'discord-api-types/v10'
import { allowUsers } from './mentions.ts'
import { createMessage, deleteMessage, editMessage, type MessageContent } from './messages.ts'
import type { Interaction, Message, Snowflake, World } from './types.ts'

/** An interaction token works this long. Discord docs: interactions/receiving-and-responding#followup-messages. */
export const interactionTokenMs = 15 * 60 * 1000
/** The first answer is due this long after the interaction was sent, unless a switch says otherwise. */
export const interactionDeadlineMs = 3_000

export interface NewInteraction {
  type: InteractionType
  guildId: Snowflake | null
  channelId: Snowflake
  userId: Snowflake
  sourceMessageId?: Snowflake | null
  commandName?: string | null
  customId?: string | null
}

/** Opens an interaction that waits for the bot's answer; the oldest are forgotten beyond `limits.interactions`. */
export const createInteraction = (world: World, input: NewInteraction): Interaction => {
  const id = world.newId()
  const secret = randomBytes(48).toString('base64url')
  const interaction: Interaction = {
    id,
    token: Buffer.from(`interaction:${id}:${secret}`).toString('base64url'),
    type: input.type,
    createdAt: world.now(),
    deadlineMs: interactionDeadlineMs,
    guildId: input.guildId,
    channelId: input.channelId,
    userId: input.userId,
    sourceMessageId: input.sourceMessageId ?? null,
    commandName: input.commandName ?? null,
    customId: input.customId ?? null,
    state: 'pending',
    acknowledgedAt: null,
    responseType: null,
    response: null,
    ephemeral: false,
    deferred: false,
    originalMessageId: null,
    followupIds: [],
    modal: null,
    choices: null,
  }
  world.interactions.set(id, interaction)
  if (world.interactions.size > world.limits.interactions) {
    const oldest = world.interactions.keys().next()
    if (!oldest.done) world.interactions.delete(oldest.value)
  }
  return interaction
}

/** The interaction with that token, or undefined. */
export const findInteractionByToken = (world: World, token: string): Interaction | undefined => {
  const id = Buffer.from(token, 'base64url').toString().split(':')[1]
  const interaction = id === undefined ? undefined : world.interactions.get(id)
  return interaction?.token === token ? interaction : undefined
}

/** True when the fifteen minutes of the token are over. */
export const isExpired = (world: World, interaction: Interaction): boolean =>
  world.now() > interaction.createdAt + interactionTokenMs

/** Marks the interaction as answered: from now on its token works for edits and follow-ups. */
export const acknowledge = (world: World, interaction: Interaction): void => {
  interaction.state = 'acknowledged'
  interaction.acknowledgedAt = world.now()
  world.emit({ type: 'INTERACTION_UPDATE', guildId: interaction.guildId, payload: interaction })
}

const metadataOf = (world: World, interaction: Interaction): APIMessageInteractionMetadata | undefined => {
  const user = world.users.get(interaction.userId)?.data
  if (!user) return undefined
  const base = {
    id: interaction.id,
    user,
    authorizing_integration_owners: {
      [ApplicationIntegrationType.GuildInstall]: interaction.guildId ?? '0',
    },
  }
  if (interaction.type === Type.MessageComponent) {
    return { ...base, type: Type.MessageComponent, interacted_message_id: interaction.sourceMessageId ?? '0' }
  }
  return { ...base, type: Type.ApplicationCommand }
}

/** The parts of a callback's or follow-up's message that are written into the world. */
export const contentOf = (data: APIInteractionResponseCallbackData | undefined): MessageContent => ({
  content: data?.content,
  embeds: data?.embeds,
  components: data?.components,
  flags: data?.flags,
  allowedMentions: data?.allowed_mentions,
})

/** Posts a message of the bot in answer to an interaction (first answer or follow-up). */
export const postInteractionMessage = (
  world: World,
  interaction: Interaction,
  content: MessageContent & { ephemeral: boolean },
): Message | null => {
  const channel = world.channels.get(interaction.channelId)
  const author = world.users.get(world.application.botId)?.data
  const metadata = metadataOf(world, interaction)
  if (!channel || !author || !metadata) return null
  const { ephemeral, ...rest } = content
  return createMessage(world, {
    ...rest,
    allowedMentions: rest.allowedMentions ?? allowUsers,
    flags: (rest.flags ?? 0) | (ephemeral ? MessageFlags.Ephemeral : 0),
    channel,
    author,
    origin: 'interaction',
    type: interaction.commandName === null ? MessageType.Default : MessageType.ChatInputCommand,
    visibleTo: ephemeral ? interaction.userId : undefined,
    webhookId: world.application.id,
    applicationId: world.application.id,
    interaction: { id: interaction.id, metadata, commandName: interaction.commandName },
  })
}

/** The message that `@original` means now, or undefined (deleted, or an answer without a message). */
export const originalMessage = (world: World, interaction: Interaction): Message | undefined =>
  interaction.originalMessageId === null
    ? undefined
    : world.channels.get(interaction.channelId)?.messages.get(interaction.originalMessageId)

const isEphemeral = (data: { flags?: MessageFlags | undefined } | undefined): boolean =>
  ((data?.flags ?? 0) & MessageFlags.Ephemeral) !== 0

const firstMessage = (world: World, interaction: Interaction, content: MessageContent & { ephemeral: boolean }) => {
  const message = postInteractionMessage(world, interaction, content)
  interaction.ephemeral = content.ephemeral
  interaction.originalMessageId = message?.data.id ?? null
  return message
}

const sourceMessage = (world: World, interaction: Interaction): Message | null => {
  interaction.originalMessageId = interaction.sourceMessageId
  return originalMessage(world, interaction) ?? null
}

/**
 * Applies the bot's first answer, which was validated before, to the world: a message, a loading message, an update of
 * the component's message, choices or a modal. Returns the message it made or changed, if any.
 * The caller marks the interaction with `acknowledge` when the answer has arrived.
 */
export const applyResponse = (
  world: World,
  interaction: Interaction,
  response: APIInteractionResponse,
): Message | null => {
  interaction.responseType = response.type
  interaction.response = response
  switch (response.type) {
    case InteractionResponseType.ChannelMessageWithSource:
      return firstMessage(world, interaction, { ...contentOf(response.data), ephemeral: isEphemeral(response.data) })
    case InteractionResponseType.DeferredChannelMessageWithSource:
      interaction.deferred = true
      return firstMessage(world, interaction, { flags: MessageFlags.Loading, ephemeral: isEphemeral(response.data) })
    case InteractionResponseType.DeferredMessageUpdate:
      interaction.deferred = true
      return sourceMessage(world, interaction)
    case InteractionResponseType.UpdateMessage: {
      const message = sourceMessage(world, interaction)
      return message && editMessage(world, message, { ...contentOf(response.data), defaultMentions: allowUsers })
    }
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      interaction.choices = (response.data.choices ?? []).map(({ name, value }) => ({ name, value }))
      return null
    case InteractionResponseType.Modal:
      interaction.modal = response.data
      return null
    default:
      return null
  }
}

/** Edits `@original`; the first edit after a deferred answer ends the loading state and does not show as edited. */
export const editOriginal = (world: World, interaction: Interaction, content: MessageContent): Message | undefined => {
  const message = originalMessage(world, interaction)
  if (!message) return undefined
  const isLoading = ((message.data.flags ?? 0) & MessageFlags.Loading) !== 0
  if (isLoading) message.data.flags = (message.data.flags ?? 0) & ~MessageFlags.Loading
  interaction.deferred = false
  editMessage(world, message, { ...content, defaultMentions: allowUsers, markEdited: !isLoading })
  world.emit({ type: 'INTERACTION_UPDATE', guildId: interaction.guildId, payload: interaction })
  return message
}

/** Deletes `@original`; true when it was there. */
export const deleteOriginal = (world: World, interaction: Interaction): boolean => {
  const message = originalMessage(world, interaction)
  if (!message || !deleteMessage(world, message)) return false
  interaction.originalMessageId = null
  interaction.deferred = false
  world.emit({ type: 'INTERACTION_UPDATE', guildId: interaction.guildId, payload: interaction })
  return true
}
