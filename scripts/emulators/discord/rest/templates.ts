import type { APIRole } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { guildChannels, requireGuild, requireGuildPermission, requireUser } from '../world/access.ts'
import type { GuildTemplate } from '../world/community-types.ts'
import { renderRoles } from '../world/render.ts'
import type { Channel, Guild, World } from '../world/types.ts'
import { bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

type TemplateCall = Call<'guild_id' | 'code'>

/** Channel types that a template keeps. */
const kept = new Set([0, 2, 4, 15])

const roleSnapshot = (role: APIRole, index: number) => ({
  id: index,
  name: role.name,
  permissions: role.permissions,
  color: role.color,
  colors: role.colors,
  hoist: role.hoist,
  mentionable: role.mentionable,
  icon: null,
  unicode_emoji: null,
})

const channelSnapshot = (channel: Channel, index: number) => ({
  id: index + 1,
  type: channel.type,
  name: channel.name,
  position: channel.position,
  topic: channel.topic,
  bitrate: channel.bitrate,
  user_limit: channel.userLimit,
  nsfw: channel.nsfw,
  rate_limit_per_user: channel.rateLimitPerUser,
  parent_id: channel.parentId,
  default_auto_archive_duration: null,
  permission_overwrites: [...channel.overwrites.values()],
  available_tags: null,
  template: '',
  default_reaction_emoji: null,
  default_thread_rate_limit_per_user: null,
  default_sort_order: null,
  default_forum_layout: null,
  default_tag_setting: null,
  theme_color: null,
})

const snapshotOf = (world: World, guild: Guild) => ({
  name: guild.name,
  description: guild.description,
  region: 'deprecated',
  verification_level: guild.verificationLevel,
  default_message_notifications: guild.defaultMessageNotifications,
  explicit_content_filter: guild.explicitContentFilter,
  preferred_locale: guild.preferredLocale,
  afk_channel_id: guild.afkChannelId,
  afk_timeout: guild.afkTimeout,
  system_channel_id: guild.systemChannelId,
  system_channel_flags: guild.systemChannelFlags,
  roles: renderRoles(guild)
    .filter(({ managed }) => !managed)
    .map(roleSnapshot),
  channels: guildChannels(world, guild.id)
    .filter(({ type }) => kept.has(type))
    .map(channelSnapshot),
})

const render = (world: World, guild: Guild, template: GuildTemplate) => ({
  code: template.code,
  name: template.name,
  description: template.description,
  usage_count: 0,
  creator_id: template.creatorId,
  creator: requireUser(world, template.creatorId).data,
  created_at: template.createdAt,
  updated_at: template.updatedAt,
  source_guild_id: guild.id,
  serialized_source_guild: template.snapshot,
  is_dirty: JSON.stringify(template.snapshot) === JSON.stringify(snapshotOf(world, guild)) ? null : true,
})

const managed = (call: Call<'guild_id'>): Guild => {
  const guild = requireGuild(call.world, call.params.guild_id)
  requireGuildPermission(call.world, guild, 'ManageGuild')
  return guild
}

const requireTemplate = (guild: Guild, code: string): GuildTemplate => {
  const template = guild.community.templates.get(code)
  if (!template) throw discordError(10057, `no template ${code} of ${guild.name}`)
  return template
}

const create = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = managed(call)
  if (guild.community.templates.size > 0) throw discordError(30031)
  const body = bodyOf<{ name: string; description?: string | null }>(call)
  const at = new Date(world.now()).toISOString()
  const template: GuildTemplate = {
    code: `t${world.newId()}`,
    name: body.name,
    description: body.description ?? null,
    creatorId: world.application.botId,
    createdAt: at,
    updatedAt: at,
    snapshot: snapshotOf(world, guild),
  }
  guild.community.templates.set(template.code, template)
  return ok(render(world, guild, template))
}

const sync = (call: TemplateCall): Reply => {
  const guild = managed(call)
  const template = requireTemplate(guild, call.params.code)
  template.snapshot = snapshotOf(call.world, guild)
  template.updatedAt = new Date(call.world.now()).toISOString()
  return ok(render(call.world, guild, template))
}

const patch = (call: TemplateCall): Reply => {
  const guild = managed(call)
  const template = requireTemplate(guild, call.params.code)
  const body = bodyOf<{ name?: string; description?: string | null }>(call)
  if (body.name !== undefined) template.name = body.name
  if (body.description !== undefined) template.description = body.description
  return ok(render(call.world, guild, template))
}

const remove = (call: TemplateCall): Reply => {
  const guild = managed(call)
  const template = requireTemplate(guild, call.params.code)
  guild.community.templates.delete(template.code)
  return ok(render(call.world, guild, template))
}

const findAnywhere = (call: Call<'code'>): Reply => {
  for (const guild of call.world.guilds.values()) {
    const template = guild.community.templates.get(call.params.code)
    if (template) return ok(render(call.world, guild, template))
  }
  throw discordError(10057, `no template ${call.params.code}`)
}

const base = '/guilds/{guild_id}/templates'

/** Guild templates; no guild is made from them, as bots cannot do that any more. Discord docs: resources/guild-template. */
export const templateRoutes: Route[] = [
  route('GET', '/guilds/templates/{code}', findAnywhere),
  route('GET', base, (call) => {
    const guild = managed(call)
    return ok([...guild.community.templates.values()].map((template) => render(call.world, guild, template)))
  }),
  route('POST', base, create),
  route('PUT', `${base}/{code}`, sync),
  route('PATCH', `${base}/{code}`, patch),
  route('DELETE', `${base}/{code}`, remove),
]
