import type { APIRole, APIVoiceState } from 'discord-api-types/v10'
import { hasPermissions, memberPermissions } from '../../permissions.ts'
import { renderGuild, renderMember } from '../../world/render.ts'
import type { Guild, Member, Snowflake, World } from '../../world/types.ts'
import { type Mapped, memberOf } from './dispatch.ts'

/** GUILD_UPDATE: the guild as REST shows it. */
export const guildUpdated = (_world: World, guild: Guild): Mapped => ({ data: () => renderGuild(guild) })

/** GUILD_ROLE_CREATE and GUILD_ROLE_UPDATE. */
export const roleChanged = (_world: World, guild: Guild, role: APIRole): Mapped => ({
  data: () => ({ guild_id: guild.id, role }),
})

/** GUILD_ROLE_DELETE. */
export const roleDeleted = (_world: World, guild: Guild, { role_id }: { role_id: Snowflake }): Mapped => ({
  data: () => ({ guild_id: guild.id, role_id }),
})

const memberData = (world: World, guild: Guild, member: Member) => ({
  ...renderMember(world, member),
  guild_id: guild.id,
})

/** GUILD_MEMBER_ADD. */
export const memberAdded = (world: World, guild: Guild, member: Member): Mapped => ({
  data: () => memberData(world, guild, member),
})

/** GUILD_MEMBER_UPDATE: of the bot itself it needs no intent. */
export const memberUpdated = (world: World, guild: Guild, member: Member): Mapped => ({
  data: () => memberData(world, guild, member),
  ...(member.userId === world.application.botId && { intents: 0 }),
})

const userOf = (world: World, id: Snowflake) =>
  world.users.get(id)?.data ?? { id, username: `deleted_user_${id.slice(-8)}`, discriminator: '0', avatar: null }

/** GUILD_MEMBER_REMOVE, GUILD_BAN_ADD and GUILD_BAN_REMOVE. */
export const userOfGuild = (world: World, guild: Guild, { userId }: { userId: Snowflake }): Mapped => ({
  data: () => ({ guild_id: guild.id, user: userOf(world, userId) }),
})

/** GUILD_AUDIT_LOG_ENTRY_CREATE, for who may read the audit log. */
export const auditLogged = (world: World, guild: Guild, entry: object): Mapped | null => {
  const own = memberPermissions(world, guild, world.application.botId)
  return hasPermissions(own, 'ViewAuditLog') ? { data: () => ({ ...entry, guild_id: guild.id }) } : null
}

/** VOICE_STATE_UPDATE, with the member. */
export const voiceStateUpdated = (world: World, guild: Guild, state: APIVoiceState): Mapped => ({
  data: () => ({ ...state, guild_id: guild.id, ...memberOf(world, guild, state.user_id) }),
})
