import {
  AuditLogEvent,
  ChannelType,
  GuildFeature,
  type RESTPatchAPIGuildWidgetSettingsJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { guildChannels, requireGuild, requireGuildPermission, requireUser } from '../world/access.ts'
import { removeMember } from '../world/members.ts'
import type { Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const managed = (call: Call<'guild_id'>): Guild => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild')
  return guild
}

const renderWidget = ({ community: { widget } }: Guild) => ({ enabled: widget.enabled, channel_id: widget.channelId })

const patchWidget = (call: Call<'guild_id'>): Reply => {
  const guild = managed(call)
  const body = bodyOf<RESTPatchAPIGuildWidgetSettingsJSONBody>(call)
  const { widget } = guild.community
  if (body.enabled !== undefined) widget.enabled = body.enabled ?? false
  if (body.channel_id !== undefined) widget.channelId = body.channel_id === null ? null : String(body.channel_id)
  auditAsBot(call, guild, { action: AuditLogEvent.GuildUpdate, targetId: guild.id })
  return ok(renderWidget(guild))
}

const widgetMembers = (world: World, guild: Guild) =>
  [...guild.members.keys()].slice(0, 100).map((userId, index) => ({
    id: String(index),
    username: world.users.get(userId)?.data.username ?? userId,
    discriminator: '0000',
    avatar: null,
    status: 'online',
    avatar_url: `${world.publicUrl}/embed/avatars/${index % 5}.png`,
  }))

const widgetJson = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = world.guilds.get(call.params.guild_id)
  if (!guild) throw discordError(10004, `no guild ${call.params.guild_id}`)
  if (!guild.community.widget.enabled) throw discordError(50004)
  const voice = guildChannels(world, guild.id).filter(({ type }) => type === ChannelType.GuildVoice)
  const invite = [...world.invites.values()].find(({ channelId }) => channelId === guild.community.widget.channelId)
  return ok({
    id: guild.id,
    name: guild.name,
    instant_invite: invite ? `https://discord.com/invite/${invite.code}` : null,
    channels: voice.map(({ id, name, position }) => ({ id, name: name ?? '', position })),
    members: widgetMembers(world, guild),
    presence_count: guild.members.size,
  })
}

const vanity = (call: Call<'guild_id'>): Reply => {
  const guild = managed(call)
  const features: readonly string[] = guild.features
  if (!features.includes(GuildFeature.VanityURL)) throw discordError(50001, `${guild.name} has no VANITY_URL feature`)
  return ok({ code: null, uses: 0 })
}

/** The only integration here is the bot itself. */
const botIntegration = (world: World, guild: Guild) => {
  const { application } = world
  return {
    id: application.id,
    name: application.name,
    type: 'discord',
    enabled: true,
    account: { id: application.id, name: application.name },
    application: {
      id: application.id,
      name: application.name,
      icon: null,
      description: application.description,
      type: null,
      flags: application.flags,
      flags_new: String(application.flags),
      bot: requireUser(world, application.botId).data,
    },
    scopes: ['bot', 'applications.commands'],
    user: requireUser(world, guild.ownerId).data,
  }
}

const removeIntegration = (call: Call<'guild_id' | 'integration_id'>): Reply => {
  const guild = managed(call)
  if (call.params.integration_id !== call.world.application.id) {
    throw discordError(10005, `no integration ${call.params.integration_id} in ${guild.name}`)
  }
  auditAsBot(call, guild, { action: AuditLogEvent.IntegrationDelete, targetId: call.world.application.id })
  const payload = { id: call.params.integration_id, guild_id: guild.id, application_id: call.world.application.id }
  call.world.emit({ type: 'INTEGRATION_DELETE', guildId: guild.id, payload })
  removeMember(call.world, guild, call.world.application.botId)
  return noContent
}

const region = { id: 'local', name: 'Local', optimal: true, deprecated: false, custom: false }

/** Widget, vanity address, integrations and voice regions of a guild. Discord docs: resources/guild. */
export const guildPageRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/widget', (call) => ok(renderWidget(managed(call)))),
  route('PATCH', '/guilds/{guild_id}/widget', patchWidget),
  route('GET', '/guilds/{guild_id}/widget.json', widgetJson, { auth: 'none' }),
  route('GET', '/guilds/{guild_id}/vanity-url', vanity),
  route('GET', '/guilds/{guild_id}/integrations', (call) => ok([botIntegration(call.world, managed(call))])),
  route('DELETE', '/guilds/{guild_id}/integrations/{integration_id}', removeIntegration),
  route('GET', '/guilds/{guild_id}/new-member-welcome', (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    return ok({ guild_id: guild.id, enabled: false, new_member_actions: [], resource_channels: [] })
  }),
  route('GET', '/guilds/{guild_id}/regions', (call) => {
    requireGuild(call.world, call.params.guild_id)
    return ok([region])
  }),
]
