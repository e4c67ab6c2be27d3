import { ChannelType, OverwriteType } from 'discord-api-types/v10'
import { drawnHash } from './cdn/hashes.ts'
import { addChannel, type NewChannel } from './world/channels.ts'
import { clearWorld, defaultIds } from './world/create.ts'
import { demoMonetisation } from './world/entitlements.ts'
import { addBot, addGuild, addRole, everyonePermissions, moderatorPermissions, permissionBits } from './world/guilds.ts'
import { addMember, addUser } from './world/members.ts'
import type { Guild, Snowflake, World } from './world/types.ts'

const userIds = {
  ada: defaultIds.owner,
  grace: '320000000000000002',
  linus: '330000000000000003',
  alan: '340000000000000004',
  barbara: '350000000000000005',
  dennis: '360000000000000006',
  edsger: '370000000000000007',
  frances: '380000000000000008',
  hedy: '390000000000000009',
  ivan: '400000000000000010',
  joan: '410000000000000011',
  katherine: '420000000000000012',
  margaret: '430000000000000013',
  niklaus: '440000000000000014',
  radia: '450000000000000015',
  otto: '460000000000000016',
} as const

/**
 * The ids of the demo world, fixed over every start. `main` is "Guildhall Demo" (owner ada, moderators grace and
 * linus, twelve members), `other` is "Other Guild" (owner otto; ada, alan and barbara are members there too).
 */
export const demo = {
  applicationId: defaultIds.application,
  botId: defaultIds.application,
  users: userIds,
  guildId: '800000000000000001',
  roles: {
    everyone: '800000000000000001',
    member: '810000000000000001',
    muted: '810000000000000002',
    trusted: '810000000000000003',
    moderator: '810000000000000004',
    seniorModerator: '810000000000000005',
    bot: '810000000000000006',
    admin: '810000000000000007',
  },
  channels: {
    community: '820000000000000001',
    general: '820000000000000002',
    art: '820000000000000003',
    botCommands: '820000000000000004',
    modLog: '820000000000000005',
    staff: '820000000000000006',
    voice: '820000000000000007',
    forum: '820000000000000008',
  },
  other: {
    guildId: '900000000000000001',
    roles: {
      everyone: '900000000000000001',
      moderator: '910000000000000001',
      bot: '910000000000000002',
    },
    channels: { general: '920000000000000001', modLog: '920000000000000002' },
  },
} as const

const memberNames = [
  'alan',
  'barbara',
  'dennis',
  'edsger',
  'frances',
  'hedy',
  'ivan',
  'joan',
  'katherine',
  'margaret',
  'niklaus',
  'radia',
] as const satisfies (keyof typeof userIds)[]

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** They show the default avatar. */
const withoutAvatar = new Set(['niklaus', 'otto'])

/** The two accounts that an application cannot be without: its bot and its owner. */
export const seedAccounts = (world: World): void => {
  const { botId, ownerId, name } = world.application
  addUser(world, { id: botId, username: name, bot: true })
  addUser(world, { id: ownerId, username: 'ada', globalName: 'Ada' })
}

const seedUsers = (world: World): void => {
  seedAccounts(world)
  for (const [username, id] of Object.entries(userIds)) {
    const { data } = addUser(world, { id, username, globalName: capitalised(username) })
    if (!withoutAvatar.has(username)) data.avatar = drawnHash('avatars', id)
  }
}

const seedRoles = (world: World, guild: Guild): void => {
  const { roles } = demo
  const base = { permissions: everyonePermissions }
  const muted = permissionBits('ViewChannel', 'ReadMessageHistory')
  addRole(world, guild, { ...base, id: roles.member, name: 'Member', position: 1 })
  addRole(world, guild, { id: roles.muted, name: 'Muted', position: 2, permissions: muted, color: 0x607d8b })
  addRole(world, guild, { ...base, id: roles.trusted, name: 'Trusted', position: 3, mentionable: true })
  const staff = { permissions: everyonePermissions | moderatorPermissions, hoist: true }
  addRole(world, guild, { ...staff, id: roles.moderator, name: 'Moderator', position: 4, color: 0x3498db })
  addRole(world, guild, { ...staff, id: roles.seniorModerator, name: 'Senior Moderator', position: 5, color: 0x1f6fb2 })
  addBot(world, guild, { id: roles.bot, position: 6 })
  const admin = permissionBits('Administrator')
  addRole(world, guild, { id: roles.admin, name: 'Admin', position: 7, permissions: admin, color: 0xe74c3c })
}

const seedMembers = (world: World, guild: Guild): void => {
  const { roles, users } = demo
  const extra: Partial<Record<keyof typeof userIds, Snowflake>> = { barbara: roles.trusted, radia: roles.admin }
  addMember(world, guild, users.grace, [roles.member, roles.moderator])
  addMember(world, guild, users.linus, [roles.member, roles.seniorModerator])
  for (const name of memberNames) {
    const role = extra[name]
    addMember(world, guild, users[name], role ? [roles.member, role] : [roles.member])
  }
}

const staffOnly = (): NonNullable<NewChannel['overwrites']> => {
  const see = String(permissionBits('ViewChannel'))
  const roles = [demo.roles.moderator, demo.roles.seniorModerator, demo.roles.bot]
  return [
    { id: demo.guildId, type: OverwriteType.Role, allow: '0', deny: see },
    ...roles.map((id) => ({ id, type: OverwriteType.Role, allow: see, deny: '0' })),
  ]
}

const seedChannels = (world: World, guild: Guild): void => {
  const { channels } = demo
  const parentId = channels.community
  addChannel(world, guild, { id: channels.community, type: ChannelType.GuildCategory, name: 'Community' })
  const text = { type: ChannelType.GuildText, parentId }
  addChannel(world, guild, { ...text, id: channels.general, name: 'general', topic: 'Talk about anything' })
  addChannel(world, guild, { ...text, id: channels.art, name: 'art' })
  addChannel(world, guild, { ...text, id: channels.botCommands, name: 'bot-commands' })
  const staff = { type: ChannelType.GuildText, overwrites: staffOnly() }
  addChannel(world, guild, { ...staff, id: channels.modLog, name: 'mod-log' })
  addChannel(world, guild, { ...staff, id: channels.staff, name: 'staff' })
  addChannel(world, guild, { id: channels.voice, type: ChannelType.GuildVoice, name: 'Lounge', parentId })
  addChannel(world, guild, { id: channels.forum, type: ChannelType.GuildForum, name: 'help', parentId })
}

const seedOtherGuild = (world: World): void => {
  const { other, users } = demo
  const guild = addGuild(world, { id: other.guildId, name: 'Other Guild', ownerId: users.otto })
  const moderator = { id: other.roles.moderator, name: 'Moderator', permissions: moderatorPermissions, position: 1 }
  addRole(world, guild, moderator)
  addBot(world, guild, { id: other.roles.bot, position: 2 })
  addMember(world, guild, users.ada, [other.roles.moderator])
  addMember(world, guild, users.alan)
  addMember(world, guild, users.barbara)
  addChannel(world, guild, { id: other.channels.general, type: ChannelType.GuildText, name: 'general' })
  addChannel(world, guild, { id: other.channels.modLog, type: ChannelType.GuildText, name: 'mod-log' })
}

/** Fills an empty world with the demo guilds. */
export const seedWorld = (world: World): void => {
  seedUsers(world)
  const guild = addGuild(world, { id: demo.guildId, name: 'Guildhall Demo', ownerId: demo.users.ada })
  seedRoles(world, guild)
  seedMembers(world, guild)
  seedChannels(world, guild)
  guild.systemChannelId = demo.channels.general
  seedOtherGuild(world)
  world.monetisation = demoMonetisation(world.application.id)
}

/**
 * Back to the demo world: everything that happened since is forgotten, the keys and limits stay. With `keepCommands` what
 * the bot registered stays too, as it does at Discord, except for guilds that are gone.
 */
export const resetWorld = (world: World, { keepCommands = false } = {}): void => {
  const { commands } = world
  clearWorld(world)
  seedWorld(world)
  if (!keepCommands) return
  for (const id of commands.guilds.keys()) if (!world.guilds.has(id)) commands.guilds.delete(id)
  world.commands = commands
}
