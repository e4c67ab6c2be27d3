import { AuditLogEvent, ChannelType, GuildFeature, type RESTPatchAPIGuildJSONBody } from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { requireGuild, requireGuildPermission } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { storeImageData } from '../world/images.ts'
import { renderGuild } from '../world/render.ts'
import type { Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, ok, type Reply } from './route.ts'

type Body = RESTPatchAPIGuildJSONBody

/** Discord docs: resources/guild#guild-object-mutable-guild-features. */
const mutableFeatures: readonly string[] = [
  GuildFeature.Community,
  GuildFeature.Discoverable,
  GuildFeature.InvitesDisabled,
  GuildFeature.RaidAlertsDisabled,
]

const idOf = (id: string | null): string | null => (id === null ? null : String(id))

const channelFields = [
  'afk_channel_id',
  'system_channel_id',
  'rules_channel_id',
  'public_updates_channel_id',
  'safety_alerts_channel_id',
] as const

type ChannelField = (typeof channelFields)[number]

const checkChannel = (world: World, guild: Guild, [field, id]: [field: string, id: Body[ChannelField]]): void => {
  if (id === null || id === undefined) return
  const channel = world.channels.get(String(id))
  if (channel?.guildId !== guild.id) throw fieldError(field, 'CHANNEL_NOT_FOUND', 'Unknown Channel')
  const isVoice = channel.type === ChannelType.GuildVoice
  if (field === 'afk_channel_id' ? !isVoice : channel.type !== ChannelType.GuildText) {
    throw discordError(50024, `${field} cannot be #${channel.name}`)
  }
}

const checkCommunity = (guild: Guild, features: readonly string[], body: Body): void => {
  const rules = body.rules_channel_id === undefined ? guild.rulesChannelId : body.rules_channel_id
  const updates =
    body.public_updates_channel_id === undefined ? guild.publicUpdatesChannelId : body.public_updates_channel_id
  if (!features.includes(GuildFeature.Community) || guild.features.includes(GuildFeature.Community)) return
  if (rules === null) throw fieldError('rules_channel_id', 'BASE_TYPE_REQUIRED', 'This field is required')
  if (updates === null) throw fieldError('public_updates_channel_id', 'BASE_TYPE_REQUIRED', 'This field is required')
}

/** Only some features can be changed, and COMMUNITY only by an administrator. */
const checkFeatures = (world: World, guild: Guild, body: Body): void => {
  const { features } = body
  if (!features) return
  const changed = [
    ...features.filter((name) => !guild.features.includes(name)),
    ...guild.features.filter((name) => !features.some((kept) => kept === name)),
  ]
  const fixed = changed.find((name) => !mutableFeatures.includes(name))
  if (fixed !== undefined) throw fieldError('features', 'BASE_TYPE_CHOICES', `The feature ${fixed} cannot be changed.`)
  const isAdmin = hasPermissions(memberPermissions(world, guild, world.application.botId), 'Administrator')
  if (changed.includes(GuildFeature.Community) && !isAdmin) {
    throw discordError(50013, 'the bot lacks Administrator, which a change of COMMUNITY needs')
  }
  checkCommunity(guild, features, body)
}

const applyTexts = (guild: Guild, body: Body): void => {
  if (body.name !== undefined) guild.name = body.name
  if (body.description !== undefined) guild.description = body.description
  if (body.preferred_locale) guild.preferredLocale = body.preferred_locale
  if (body.features) guild.features = [...body.features]
  if (body.premium_progress_bar_enabled != null) guild.premiumProgressBar = body.premium_progress_bar_enabled
}

const applyLevels = (guild: Guild, body: Body): void => {
  if (body.verification_level !== undefined) guild.verificationLevel = body.verification_level ?? 0
  if (body.explicit_content_filter !== undefined) guild.explicitContentFilter = body.explicit_content_filter ?? 0
  if (body.default_message_notifications !== undefined)
    guild.defaultMessageNotifications = body.default_message_notifications ?? 0
  if (body.afk_timeout !== undefined) guild.afkTimeout = body.afk_timeout
  if (body.system_channel_flags !== undefined) guild.systemChannelFlags = body.system_channel_flags
}

const applyChannels = (guild: Guild, body: Body): void => {
  if (body.afk_channel_id !== undefined) guild.afkChannelId = idOf(body.afk_channel_id)
  if (body.system_channel_id !== undefined) guild.systemChannelId = idOf(body.system_channel_id)
  if (body.rules_channel_id !== undefined) guild.rulesChannelId = idOf(body.rules_channel_id)
  if (body.public_updates_channel_id !== undefined) guild.publicUpdatesChannelId = idOf(body.public_updates_channel_id)
  if (body.safety_alerts_channel_id !== undefined) guild.safetyAlertsChannelId = idOf(body.safety_alerts_channel_id)
}

const applyPictures = (world: World, guild: Guild, body: Body): void => {
  if (body.icon !== undefined) guild.icon = storeImageData(world, 'icon', body.icon)
  if (body.splash !== undefined) guild.splash = storeImageData(world, 'splash', body.splash)
  if (body.banner !== undefined) guild.banner = storeImageData(world, 'banner', body.banner)
  if (body.discovery_splash !== undefined)
    guild.discoverySplash = storeImageData(world, 'discovery_splash', body.discovery_splash)
}

/** Changes a guild's settings. Discord docs: resources/guild#modify-guild. */
export const patchGuild = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageGuild')
  const body = bodyOf<Body>(call)
  for (const field of channelFields) checkChannel(world, guild, [field, body[field]])
  checkFeatures(world, guild, body)
  const before = renderGuild(guild)
  applyPictures(world, guild, body)
  applyTexts(guild, body)
  applyLevels(guild, body)
  applyChannels(guild, body)
  const changes = changesBetween(before, renderGuild(guild))
  if (changes.length > 0) auditAsBot(call, guild, { action: AuditLogEvent.GuildUpdate, targetId: guild.id, changes })
  world.emit({ type: 'GUILD_UPDATE', guildId: guild.id, payload: renderGuild(guild) })
  return ok(renderGuild(guild))
}
