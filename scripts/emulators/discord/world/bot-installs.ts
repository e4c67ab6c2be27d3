import { addRole } from './guilds.ts'
import { addMember } from './members.ts'
import type { Guild, World } from './types.ts'

const botRole = (world: World, guild: Guild) =>
  [...guild.roles.values()].find((role) => role.tags?.bot_id === world.application.botId)

/** A managed role stands lowest at first; what was there moves up. */
const addLowestRole = (world: World, guild: Guild, permissions: bigint) => {
  for (const role of guild.roles.values()) if (role.position > 0) role.position += 1
  const { botId, name } = world.application
  return addRole(world, guild, { name, position: 1, permissions, managed: true, botId })
}

/**
 * Adds the bot to a guild as an administrator's consent does: with a managed role of those permissions, lowest in the
 * order, or without any role for no permissions. In a guild it is already in, its role gets the new permissions.
 */
export const installBot = (world: World, guild: Guild, permissions: bigint): void => {
  const known = botRole(world, guild)
  if (guild.members.has(world.application.botId)) {
    if (!known) return
    known.permissions = String(permissions)
    world.emit({ type: 'GUILD_ROLE_UPDATE', guildId: guild.id, payload: known })
    return
  }
  const role = known ?? (permissions === 0n ? undefined : addLowestRole(world, guild, permissions))
  addMember(world, guild, world.application.botId, role ? [role.id] : [])
  world.emit({ type: 'GUILD_CREATE', guildId: guild.id, payload: { id: guild.id } })
}
