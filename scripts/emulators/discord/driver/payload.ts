import { randomBytes } from 'node:crypto'
import { InteractionContextType, InteractionType, PermissionFlagsBits } from 'discord-api-types/v10'
import { memberPermissions } from '../permissions.ts'
import { activeEntitlements } from '../world/entitlements.ts'
import { createInteraction } from '../world/interactions.ts'
import { renderMember } from '../world/render.ts'
import type { Channel, Guild, Interaction, Member, Message, User, World } from '../world/types.ts'
import type { Place } from './lookup.ts'
import type { Json } from './types.ts'

const attachmentSizeLimit = 10 * 1024 * 1024

/** In direct messages with the bot. Discord docs: interactions/receiving-and-responding, `app_permissions`. */
const dmPermissions =
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.UseExternalEmojis

/** The member of an interaction: as REST shows it, with its total permissions in the channel. */
export const memberData = (world: World, guild: Guild, member: Member, channel?: Channel) => ({
  ...renderMember(world, member),
  permissions: memberPermissions(world, guild, member.userId, channel).toString(),
})

/** The partial channel of an interaction, with the permissions that the user and the bot have in it. */
export const channelData = (world: World, channel: Channel, guild: Guild | undefined, userId: string): Json => ({
  id: channel.id,
  type: channel.type,
  last_message_id: channel.lastMessageId,
  last_pin_timestamp: channel.lastPinTimestamp,
  flags: channel.flags,
  ...(guild
    ? {
        name: channel.name,
        guild_id: guild.id,
        parent_id: channel.parentId,
        position: channel.position,
        topic: channel.topic,
        nsfw: channel.nsfw,
        rate_limit_per_user: channel.rateLimitPerUser,
        permissions: memberPermissions(world, guild, userId, channel).toString(),
        app_permissions: memberPermissions(world, guild, world.application.botId, channel).toString(),
        ...(channel.thread && { thread_metadata: threadData(channel.thread) }),
      }
    : { recipients: channel.recipientIds.flatMap((id) => world.users.get(id)?.data ?? []) }),
})

const threadData = (thread: NonNullable<Channel['thread']>): Json => ({
  archived: thread.archived,
  locked: thread.locked,
  auto_archive_duration: thread.autoArchiveMinutes,
  archive_timestamp: thread.archiveTimestamp,
  create_timestamp: thread.createTimestamp,
})

export interface NewInteraction {
  type: InteractionType
  data: Json
  locale?: string | undefined
  commandName?: string | undefined
  customId?: string | undefined
  source?: Message | undefined
  /** The source message as the bot gets it. */
  message?: unknown
}

const who = (world: World, place: Place): Json => {
  if (!place.guild) return { user: place.user.data }
  const member = place.guild.members.get(place.user.data.id)
  return { member: member ? memberData(world, place.guild, member, place.channel) : outsiderData(world, place.user) }
}

/** Only raw (hostile) input gets here: somebody who is no member has no roles and no permissions. */
const outsiderData = (world: World, user: User): Json => ({
  user: user.data,
  deaf: false,
  mute: false,
  roles: [],
  nick: null,
  joined_at: new Date(world.now()).toISOString(),
  pending: false,
  flags: 0,
  permissions: '0',
})

const where = (world: World, { guild, channel }: Place): Json =>
  guild
    ? {
        guild_id: guild.id,
        guild: { id: guild.id, locale: guild.preferredLocale, features: guild.features },
        guild_locale: guild.preferredLocale,
        app_permissions: memberPermissions(world, guild, world.application.botId, channel).toString(),
        authorizing_integration_owners: { '0': guild.id },
        context: InteractionContextType.Guild,
      }
    : {
        app_permissions: dmPermissions.toString(),
        authorizing_integration_owners: { '0': '0' },
        context: InteractionContextType.BotDM,
      }

/** The full body that Discord posts for an interaction. Discord docs: interactions/receiving-and-responding#interaction-object. */
export const interactionPayload = (
  world: World,
  place: Place,
  interaction: Interaction,
  input: NewInteraction,
): Json => ({
  id: interaction.id,
  application_id: world.application.id,
  type: input.type,
  token: interaction.token,
  version: 1,
  channel_id: place.channel.id,
  channel: channelData(world, place.channel, place.guild, place.user.data.id),
  locale: input.locale ?? localeOf(place.user),
  entitlements: activeEntitlements(world, place.user.data.id, place.guild?.id ?? null),
  attachment_size_limit: attachmentSizeLimit,
  ...where(world, place),
  ...who(world, place),
  ...(input.message !== undefined && { message: input.message }),
  data: input.data,
})

const localeOf = (user: User): string => user.locale ?? user.data.locale ?? 'en-US'

/** A ready interaction: its record and the JSON text to sign and send. For load and attack tests, without HTTP. */
export const prepareInteraction = (world: World, place: Place, input: NewInteraction) => {
  const interaction = createInteraction(world, {
    type: input.type,
    guildId: place.guild?.id ?? null,
    channelId: place.channel.id,
    userId: place.user.data.id,
    sourceMessageId: input.source?.data.id ?? null,
    commandName: input.commandName ?? null,
    customId: input.customId ?? null,
  })
  return { interaction, body: JSON.stringify(interactionPayload(world, place, interaction, input)) }
}

/** The body of Discord's PING, which needs neither guild nor user. */
export const pingBody = (world: World): string =>
  JSON.stringify({
    id: world.newId(),
    application_id: world.application.id,
    type: InteractionType.Ping,
    token: randomBytes(72).toString('base64url'),
    version: 1,
    entitlements: [],
    app_permissions: '0',
    user: world.users.get(world.application.ownerId)?.data,
  })
