import {
  type APIGuildOnboardingPrompt,
  AuditLogEvent,
  GuildOnboardingMode,
  GuildOnboardingPromptType,
  PermissionFlagsBits,
  type RESTPatchAPIGuildWelcomeScreenJSONBody,
  type RESTPutAPIGuildOnboardingJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { guildChannels, requireGuild, requireGuildPermission } from '../world/access.ts'
import type { Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

/** Discord docs: resources/guild#modify-guild-onboarding: at least 7 default channels, 5 of them writable by everyone. */
const minDefaultChannels = 7
const minWritable = 5

type PromptBody = NonNullable<RESTPutAPIGuildOnboardingJSONBody['prompts']>[number]

const promptFrom = (world: World, body: PromptBody): APIGuildOnboardingPrompt => ({
  id: String(body.id),
  title: body.title,
  single_select: body.single_select ?? false,
  required: body.required ?? false,
  in_onboarding: body.in_onboarding ?? false,
  type: body.type ?? GuildOnboardingPromptType.MultipleChoice,
  options: body.options.map((option) => ({
    id: option.id == null ? world.newId() : String(option.id),
    title: option.title,
    description: option.description ?? '',
    emoji: {
      id: option.emoji_id == null ? null : String(option.emoji_id),
      name: option.emoji_name ?? null,
      animated: option.emoji_animated ?? false,
    },
    role_ids: (option.role_ids ?? []).map(String),
    channel_ids: (option.channel_ids ?? []).map(String),
  })),
})

const everyoneWrites = (world: World, guild: Guild, channelId: string): boolean => {
  const channel = world.channels.get(channelId)
  const overwrite = channel?.overwrites.get(guild.id)
  const base = BigInt(guild.roles.get(guild.id)?.permissions ?? 0)
  const total = (base & ~BigInt(overwrite?.deny ?? 0)) | BigInt(overwrite?.allow ?? 0)
  return (total & PermissionFlagsBits.SendMessages) !== 0n
}

const checkRequirements = (world: World, guild: Guild, channelIds: readonly string[]): void => {
  const writable = channelIds.filter((id) => everyoneWrites(world, guild, id))
  if (channelIds.length >= minDefaultChannels && writable.length >= minWritable) return
  throw discordError(350000, `onboarding needs ${minDefaultChannels} default channels, ${minWritable} of them writable`)
}

const putOnboarding = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'ManageGuild', 'ManageRoles')
  const body = bodyOf<RESTPutAPIGuildOnboardingJSONBody>(call)
  const { onboarding } = guild.community
  const next = {
    guild_id: guild.id,
    prompts: body.prompts?.map((prompt) => promptFrom(world, prompt)) ?? onboarding.prompts,
    default_channel_ids: body.default_channel_ids?.map(String) ?? onboarding.default_channel_ids,
    enabled: body.enabled ?? onboarding.enabled,
    mode: body.mode ?? onboarding.mode ?? GuildOnboardingMode.OnboardingDefault,
  }
  const known = new Set(guildChannels(world, guild.id).map(({ id }) => id))
  const unknown = next.default_channel_ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw discordError(10003, `no channel ${unknown} in ${guild.name}`)
  if (next.enabled) checkRequirements(world, guild, next.default_channel_ids)
  guild.community.onboarding = next
  auditAsBot(call, guild, { action: AuditLogEvent.OnboardingUpdate })
  return ok(next)
}

const renderWelcome = (guild: Guild) => ({
  description: guild.community.welcomeScreen.description,
  welcome_channels: guild.community.welcomeScreen.channels,
})

/** A disabled welcome screen is seen only by those who manage the server. */
const getWelcome = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const own = memberPermissions(call.world, guild, call.world.application.botId)
  if (!guild.community.welcomeScreen.enabled && !hasPermissions(own, 'ManageGuild')) throw discordError(10069)
  return ok(renderWelcome(guild))
}

const patchWelcome = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild')
  const body = bodyOf<RESTPatchAPIGuildWelcomeScreenJSONBody>(call)
  const { welcomeScreen } = guild.community
  if (body.enabled !== undefined) welcomeScreen.enabled = body.enabled ?? false
  if (body.description !== undefined) welcomeScreen.description = body.description
  if (body.welcome_channels !== undefined) {
    welcomeScreen.channels = (body.welcome_channels ?? []).map((channel) => ({
      channel_id: String(channel.channel_id),
      description: channel.description,
      emoji_id: channel.emoji_id == null ? null : String(channel.emoji_id),
      emoji_name: channel.emoji_name ?? null,
    }))
  }
  auditAsBot(call, guild, { action: AuditLogEvent.GuildUpdate, targetId: guild.id })
  return ok(renderWelcome(guild))
}

/** Onboarding and the welcome screen. Discord docs: resources/guild#get-guild-onboarding and following. */
export const onboardingRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/onboarding', (call) =>
    ok(requireGuild(call.world, call.params.guild_id).community.onboarding),
  ),
  route('PUT', '/guilds/{guild_id}/onboarding', putOnboarding),
  route('GET', '/guilds/{guild_id}/welcome-screen', getWelcome),
  route('PATCH', '/guilds/{guild_id}/welcome-screen', patchWelcome),
]
