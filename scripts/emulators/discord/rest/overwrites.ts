import {
  type APIOverwrite,
  AuditLogEvent,
  OverwriteType,
  PermissionFlagsBits,
  type RESTPutAPIChannelPermissionJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { requireGuildChannel } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import type { Channel, Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, noContent, type Reply, type Route, route } from './route.ts'

const maxOverwrites = 1000

/** Bitfields arrive as strings of digits or as numbers; absent ones are empty. */
const bits = (value: unknown): bigint =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n

/**
 * A bot sets only those bits that it has itself in the guild or in that channel; in a new channel's overwrites
 * MANAGE_ROLES is for administrators. Discord docs: resources/channel#edit-channel-permissions.
 */
const checkBits = (world: World, guild: Guild, changed: bigint, channel?: Channel): void => {
  const bot = world.application.botId
  const own = memberPermissions(world, guild, bot) | memberPermissions(world, guild, bot, channel)
  if (hasPermissions(own, 'Administrator')) return
  const missing = changed & ~own
  if (missing !== 0n) throw discordError(50013, `the overwrite holds permissions that the bot lacks (${missing})`)
  if ((changed & PermissionFlagsBits.ManageRoles) !== 0n && channel === undefined) {
    throw discordError(50013, 'only an administrator sets MANAGE_ROLES in the overwrites of a new channel')
  }
}

const checkTarget = (guild: Guild, type: OverwriteType, id: string, world: World): void => {
  if (type === OverwriteType.Role && !guild.roles.has(id)) throw discordError(10011, `no role ${id} in ${guild.name}`)
  if (type === OverwriteType.Member && !world.users.has(id)) throw discordError(10013, `no user ${id}`)
}

/** The overwrites of a channel body in the world's form; 50013 for permissions the bot lacks, 30060 above 1,000. */
export const checkOverwrites = (
  world: World,
  guild: Guild,
  list: readonly { id: unknown; type?: OverwriteType | null | undefined; allow?: unknown; deny?: unknown }[],
): APIOverwrite[] => {
  if (list.length > maxOverwrites) throw discordError(30060)
  return list.map((item) => {
    const id = String(item.id)
    const type = item.type ?? (guild.roles.has(id) ? OverwriteType.Role : OverwriteType.Member)
    checkTarget(guild, type, id, world)
    checkBits(world, guild, bits(item.allow) | bits(item.deny))
    return { id, type, allow: String(bits(item.allow)), deny: String(bits(item.deny)) }
  })
}

const putOverwrite = (call: Call<'channel_id' | 'overwrite_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'ManageRoles')
  if (channel.thread) throw discordError(50024, 'threads have no overwrites of their own')
  const { overwrite_id: id } = call.params
  const body = bodyOf<RESTPutAPIChannelPermissionJSONBody>(call)
  const before = channel.overwrites.get(id)
  if (!before) checkTarget(guild, body.type, id, world)
  if (!before && channel.overwrites.size >= maxOverwrites) throw discordError(30060)
  const next: APIOverwrite = { id, type: body.type, allow: String(bits(body.allow)), deny: String(bits(body.deny)) }
  const changed = (bits(next.allow) ^ bits(before?.allow)) | (bits(next.deny) ^ bits(before?.deny))
  checkBits(world, guild, changed, channel)
  channel.overwrites.set(id, next)
  auditAsBot(call, guild, {
    action: before ? AuditLogEvent.ChannelOverwriteUpdate : AuditLogEvent.ChannelOverwriteCreate,
    targetId: channel.id,
    changes: changesBetween({ allow: before?.allow, deny: before?.deny }, { allow: next.allow, deny: next.deny }),
    options: { id, type: String(next.type) },
  })
  world.emit({ type: 'CHANNEL_UPDATE', guildId: guild.id, payload: channel })
  return noContent
}

const deleteOverwrite = (call: Call<'channel_id' | 'overwrite_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'ManageRoles')
  const { overwrite_id: id } = call.params
  const before = channel.overwrites.get(id)
  if (!before) throw discordError(10009, `#${channel.name} has no overwrite ${id}`)
  checkBits(world, guild, bits(before.allow) | bits(before.deny), channel)
  channel.overwrites.delete(id)
  const options = { id, type: String(before.type) }
  auditAsBot(call, guild, { action: AuditLogEvent.ChannelOverwriteDelete, targetId: channel.id, options })
  world.emit({ type: 'CHANNEL_UPDATE', guildId: guild.id, payload: channel })
  return noContent
}

/** Permission overwrites of channels. */
export const overwriteRoutes: Route[] = [
  route('PUT', '/channels/{channel_id}/permissions/{overwrite_id}', putOverwrite),
  route('DELETE', '/channels/{channel_id}/permissions/{overwrite_id}', deleteOverwrite),
]
