import { type APIGuildMember, ChannelType } from 'discord-api-types/v10'
import { compareRoles } from '../permissions.ts'
import { compareIds } from './snowflake.ts'
import type { Channel, Guild, Invite, Member, Webhook, World } from './types.ts'

/** The member as the API shows it, with the user. */
export const renderMember = (
  world: World,
  member: Member,
): APIGuildMember & { communication_disabled_until: string | null } => {
  const user = world.users.get(member.userId)?.data
  if (!user) throw new Error(`member ${member.userId} has no user`)
  return {
    user,
    nick: member.nick,
    avatar: member.avatar ?? null,
    banner: member.banner ?? null,
    roles: [...member.roles],
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: member.deaf,
    mute: member.mute,
    flags: member.flags,
    pending: member.pending,
    communication_disabled_until: member.timeoutUntil === null ? null : new Date(member.timeoutUntil).toISOString(),
  }
}

const renderThread = (world: World, channel: Channel) => {
  const { thread } = channel
  if (!thread) return {}
  return {
    owner_id: thread.ownerId,
    message_count: channel.messages.size,
    total_message_sent: channel.messages.size,
    member_count: thread.memberIds.size,
    applied_tags: thread.appliedTags,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: thread.archiveTimestamp,
      auto_archive_duration: thread.autoArchiveMinutes,
      create_timestamp: thread.createTimestamp,
      locked: thread.locked,
      ...(channel.type === ChannelType.PrivateThread && { invitable: thread.invitable }),
    },
    ...(thread.memberIds.has(world.application.botId) && {
      member: {
        id: channel.id,
        user_id: world.application.botId,
        join_timestamp: thread.createTimestamp,
        flags: 0,
      },
    }),
  }
}

const isVoice = (channel: Channel): boolean =>
  channel.type === ChannelType.GuildVoice || channel.type === ChannelType.GuildStageVoice

const isForum = (channel: Channel): boolean =>
  channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia

const renderDm = (world: World, channel: Channel) => ({
  id: channel.id,
  type: channel.type,
  last_message_id: channel.lastMessageId,
  flags: channel.flags,
  recipients: channel.recipientIds
    .filter((id) => id !== world.application.botId)
    .flatMap((id) => world.users.get(id)?.data ?? []),
})

/** The channel as the API shows it to the bot. Discord docs: resources/channel#channel-object. */
export const renderChannel = (world: World, channel: Channel) => {
  if (channel.guildId === null) return renderDm(world, channel)
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    flags: channel.flags,
    rate_limit_per_user: channel.rateLimitPerUser,
    last_message_id: channel.lastMessageId,
    ...(!channel.thread && {
      position: channel.position,
      permission_overwrites: [...channel.overwrites.values()],
      nsfw: channel.nsfw,
      topic: channel.topic,
    }),
    ...(channel.lastPinTimestamp !== null && { last_pin_timestamp: channel.lastPinTimestamp }),
    ...(isVoice(channel) && { bitrate: channel.bitrate, user_limit: channel.userLimit, rtc_region: null }),
    ...(isForum(channel) && { available_tags: channel.availableTags, default_reaction_emoji: null }),
    ...renderThread(world, channel),
  }
}

/** The guild's roles, lowest first. */
export const renderRoles = (guild: Guild) => [...guild.roles.values()].sort(compareRoles)

/** The guild as `GET /guilds/{id}` shows it. Discord docs: resources/guild#guild-object. */
export const renderGuild = (guild: Guild, withCounts = false) => ({
  id: guild.id,
  name: guild.name,
  icon: guild.icon,
  home_header: null,
  splash: guild.splash,
  discovery_splash: guild.discoverySplash,
  banner: guild.banner,
  description: guild.description,
  owner_id: guild.ownerId,
  region: 'deprecated',
  afk_channel_id: guild.afkChannelId,
  afk_timeout: guild.afkTimeout,
  widget_enabled: guild.community.widget.enabled,
  widget_channel_id: guild.community.widget.channelId,
  verification_level: guild.verificationLevel,
  default_message_notifications: guild.defaultMessageNotifications,
  explicit_content_filter: guild.explicitContentFilter,
  roles: renderRoles(guild),
  emojis: [...guild.emojis.values()],
  stickers: [...guild.stickers.values()],
  features: guild.features,
  mfa_level: guild.mfaLevel,
  application_id: null,
  system_channel_id: guild.systemChannelId,
  system_channel_flags: guild.systemChannelFlags,
  rules_channel_id: guild.rulesChannelId,
  public_updates_channel_id: guild.publicUpdatesChannelId,
  safety_alerts_channel_id: guild.safetyAlertsChannelId,
  max_presences: null,
  max_members: 500_000,
  vanity_url_code: null,
  premium_tier: guild.premiumTier,
  premium_subscription_count: 0,
  preferred_locale: guild.preferredLocale,
  max_video_channel_users: 25,
  max_stage_video_channel_users: 50,
  nsfw: false,
  nsfw_level: 0,
  premium_progress_bar_enabled: guild.premiumProgressBar,
  incidents_data: guild.incidents,
  ...(withCounts && {
    approximate_member_count: guild.members.size,
    approximate_presence_count: guild.members.size,
  }),
})

const ownToken = (world: World, webhook: Webhook) => ({
  token: webhook.token,
  url: `${world.publicUrl}/api/webhooks/${webhook.id}/${webhook.token}`,
})

const followedChannel = (world: World, channelId: string) => {
  const channel = world.channels.get(channelId)
  const guild = channel?.guildId ? world.guilds.get(channel.guildId) : undefined
  return {
    ...(guild && { source_guild: { id: guild.id, icon: guild.icon, name: guild.name } }),
    ...(channel && { source_channel: { id: channel.id, name: channel.name ?? '' } }),
  }
}

/** The webhook as the API shows it to its owner, with the token. */
export const renderWebhook = (world: World, webhook: Webhook) => ({
  id: webhook.id,
  type: webhook.type,
  guild_id: webhook.guildId,
  channel_id: webhook.channelId,
  name: webhook.name,
  avatar: webhook.avatar,
  application_id: webhook.applicationId,
  ...(webhook.sourceChannelId === undefined
    ? ownToken(world, webhook)
    : followedChannel(world, webhook.sourceChannelId)),
  user: world.users.get(webhook.creatorId)?.data,
})

/** The invite as the API shows it, with its use counters. */
export const renderInvite = (world: World, invite: Invite) => {
  const guild = world.guilds.get(invite.guildId)
  const channel = world.channels.get(invite.channelId)
  return {
    type: 0,
    code: invite.code,
    guild_id: invite.guildId,
    guild: {
      id: invite.guildId,
      name: guild?.name ?? '',
      splash: null,
      banner: null,
      description: guild?.description ?? null,
      icon: null,
      features: guild?.features ?? [],
      verification_level: guild?.verificationLevel ?? 0,
      vanity_url_code: null,
      nsfw_level: 0,
      nsfw: false,
      premium_subscription_count: 0,
    },
    channel: { id: invite.channelId, name: channel?.name ?? '', type: channel?.type ?? 0 },
    inviter: world.users.get(invite.inviterId)?.data,
    uses: invite.uses,
    max_uses: invite.maxUses,
    max_age: invite.maxAge,
    temporary: invite.temporary,
    created_at: invite.createdAt,
    expires_at:
      invite.maxAge === 0 ? null : new Date(Date.parse(invite.createdAt) + invite.maxAge * 1000).toISOString(),
  }
}

/** Members in the order of their user ids, as the list route pages them. */
export const sortedMembers = (guild: Guild): Member[] =>
  [...guild.members.values()].sort((a, b) => compareIds(a.userId, b.userId))
