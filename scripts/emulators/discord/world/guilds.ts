import { type APIRole, ChannelType, GuildFeature, PermissionFlagsBits, type RoleFlags } from 'discord-api-types/v10'
import type { PermissionName } from '../permissions.ts'
import { addChannel } from './channels.ts'
import { emptyCommunity, plainExtras } from './community.ts'
import { addMember, addUser } from './members.ts'
import type { Guild, Snowflake, World } from './types.ts'

/** The bitfield of these permissions. */
export const permissionBits = (...names: PermissionName[]): bigint =>
  names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n)

/** What a fresh guild lets everybody do. */
export const everyonePermissions = permissionBits(
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'EmbedLinks',
  'AttachFiles',
  'AddReactions',
  'UseExternalEmojis',
  'ReadMessageHistory',
  'ChangeNickname',
  'CreateInstantInvite',
  'Connect',
  'Speak',
  'Stream',
  'UseVAD',
  'UseApplicationCommands',
)

/** What moderators may do. */
export const moderatorPermissions = permissionBits(
  'KickMembers',
  'BanMembers',
  'ModerateMembers',
  'ManageMessages',
  'ManageNicknames',
  'ManageThreads',
  'MuteMembers',
  'MoveMembers',
  'ViewAuditLog',
)

/** What the bot asks for on its invite: everything moderation needs, and not ADMINISTRATOR. */
export const botPermissions =
  moderatorPermissions |
  everyonePermissions |
  permissionBits(
    'ManageChannels',
    'ManageRoles',
    'ManageGuild',
    'ManageWebhooks',
    'PinMessages',
    'CreatePrivateThreads',
  )

export interface RoleInput {
  id?: Snowflake
  name: string
  permissions?: bigint
  position: number
  hoist?: boolean
  color?: number
  managed?: boolean
  mentionable?: boolean
  /** Marks the role of an integration's bot. */
  botId?: Snowflake
  /** Runs before listeners are told. */
  setUp?: (role: APIRole) => void
}

/** Adds a role at that position; higher numbers stand above. */
export const addRole = (world: World, guild: Guild, input: RoleInput): APIRole => {
  const color = input.color ?? 0
  const role: APIRole = {
    id: input.id ?? world.newId(),
    name: input.name,
    color,
    colors: { primary_color: color, secondary_color: null, tertiary_color: null },
    hoist: input.hoist ?? false,
    position: input.position,
    permissions: String(input.permissions ?? 0n),
    managed: input.managed ?? false,
    mentionable: input.mentionable ?? false,
    icon: null,
    unicode_emoji: null,
    flags: noRoleFlags,
    ...(input.botId !== undefined && { tags: { bot_id: input.botId } }),
  }
  input.setUp?.(role)
  guild.roles.set(role.id, role)
  world.emit({ type: 'GUILD_ROLE_CREATE', guildId: guild.id, payload: role })
  return role
}

/** discord-api-types has no member for "no flag"; 0 is what Discord sends. */
const asRoleFlags = (bits: number): RoleFlags => bits as RoleFlags
const noRoleFlags = asRoleFlags(0)

/** An empty guild with `@everyone`, its owner and the bot; the caller adds the rest. */
export const addGuild = (world: World, input: { id?: Snowflake; name: string; ownerId: Snowflake }): Guild => {
  const id = input.id ?? world.newId()
  const guild: Guild = {
    id,
    name: input.name,
    ownerId: input.ownerId,
    description: null,
    preferredLocale: 'en-US',
    features: [GuildFeature.Community],
    verificationLevel: 1,
    defaultMessageNotifications: 1,
    explicitContentFilter: 2,
    mfaLevel: 0,
    premiumTier: 0,
    systemChannelId: null,
    rulesChannelId: null,
    afkChannelId: null,
    afkTimeout: 300,
    roles: new Map(),
    members: new Map(),
    bans: new Map(),
    auditLog: [],
    emojis: new Map(),
    stickers: new Map(),
    voiceStates: new Map(),
    incidents: null,
    community: emptyCommunity(id),
    ...plainExtras(),
  }
  world.guilds.set(id, guild)
  addRole(world, guild, { id, name: '@everyone', permissions: everyonePermissions, position: 0 })
  addMember(world, guild, input.ownerId)
  return guild
}

/** Adds the bot with its own managed role at that position. */
export const addBot = (world: World, guild: Guild, role: { id?: Snowflake; position: number }): APIRole => {
  const { botId, name } = world.application
  const own = addRole(world, guild, { ...role, name, permissions: botPermissions, managed: true, botId })
  addMember(world, guild, botId, [own.id])
  return own
}

const findOrAddUser = (world: World, username: string): Snowflake => {
  for (const user of world.users.values()) if (user.data.username === username) return user.data.id
  return addUser(world, { username, globalName: username }).data.id
}

export interface GuildInput {
  name: string
  ownerName?: string
  /** User names; users that do not exist are made. */
  moderators?: string[]
  members?: string[]
}

export interface CreatedGuild {
  guild: Guild
  ownerId: Snowflake
  moderatorIds: Snowflake[]
  memberIds: Snowflake[]
  /** Text channels by name: general and mod-log. */
  channels: Record<'general' | 'mod-log', Snowflake>
}

/** A whole guild for tests that need many: owner, moderators with a Moderator role below the bot's, members, channels. */
export const createGuild = (world: World, input: GuildInput): CreatedGuild => {
  const ownerId = findOrAddUser(world, input.ownerName ?? `${input.name} owner`)
  const guild = addGuild(world, { name: input.name, ownerId })
  const moderator = addRole(world, guild, { name: 'Moderator', permissions: moderatorPermissions, position: 1 })
  const moderatorIds = (input.moderators ?? []).map((name) => findOrAddUser(world, name))
  for (const id of moderatorIds) addMember(world, guild, id, [moderator.id])
  const memberIds = (input.members ?? []).map((name) => findOrAddUser(world, name))
  for (const id of memberIds) addMember(world, guild, id)
  const general = addChannel(world, guild, { type: ChannelType.GuildText, name: 'general' })
  const modLog = addChannel(world, guild, { type: ChannelType.GuildText, name: 'mod-log' })
  // The bot comes last, so that it is told of a whole guild.
  addBot(world, guild, { position: 2 })
  world.emit({ type: 'GUILD_CREATE', guildId: guild.id, payload: { id: guild.id } })
  return { guild, ownerId, moderatorIds, memberIds, channels: { general: general.id, 'mod-log': modLog.id } }
}
