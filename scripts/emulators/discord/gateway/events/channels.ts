import { GatewayIntentBits } from 'discord-api-types/v10'
import { renderChannel } from '../../world/render.ts'
import type { Channel, Guild, Invite, Snowflake, World } from '../../world/types.ts'
import { botCan, botSees, type Mapped, memberOf } from './dispatch.ts'

/** CHANNEL_CREATE, _UPDATE and _DELETE: guild channels only, also those that the bot cannot see. */
export const channelChanged = (world: World, channel: Channel): Mapped | null =>
  channel.guildId === null ? null : { data: () => renderChannel(world, channel) }

/** THREAD_CREATE, with `newly_created`. */
export const threadCreated = (world: World, channel: Channel): Mapped | null =>
  botSees(world, channel) ? { data: () => ({ ...renderChannel(world, channel), newly_created: true }) } : null

/** THREAD_UPDATE. */
export const threadUpdated = (world: World, channel: Channel): Mapped | null =>
  botSees(world, channel) ? { data: () => renderChannel(world, channel) } : null

/** THREAD_DELETE: ids only. */
export const threadDeleted = (world: World, channel: Channel): Mapped | null =>
  botSees(world, channel)
    ? {
        data: () => ({
          id: channel.id,
          guild_id: channel.guildId,
          parent_id: channel.parentId,
          type: channel.type,
        }),
      }
    : null

/** The thread member object. Discord docs: resources/channel#thread-member-object. */
export const threadMember = (channel: Channel, userId: Snowflake) => ({
  id: channel.id,
  user_id: userId,
  join_timestamp: channel.thread?.createTimestamp,
  flags: 0,
})

export interface ThreadMembersChange {
  channel: Channel
  added: Snowflake[]
  removed: Snowflake[]
}

const membersUpdate = (
  world: World,
  change: ThreadMembersChange & { guild: Guild | undefined; keep: (id: Snowflake) => boolean },
) => {
  const { channel, guild, keep } = change
  const added = change.added.filter(keep)
  const removed = change.removed.filter(keep)
  if (added.length === 0 && removed.length === 0) return null
  return {
    id: channel.id,
    guild_id: channel.guildId,
    member_count: Math.min(50, channel.thread?.memberIds.size ?? 0),
    ...(added.length > 0 && {
      added_members: added.map((id) => ({
        ...threadMember(channel, id),
        ...memberOf(world, guild, id),
        presence: null,
      })),
    }),
    ...(removed.length > 0 && { removed_member_ids: removed }),
  }
}

/** THREAD_MEMBERS_UPDATE: without GUILD_MEMBERS only what concerns the bot itself. */
export const threadMembersUpdated = (world: World, change: ThreadMembersChange): Mapped | null => {
  const { channel } = change
  const bot = world.application.botId
  const concernsBot = change.added.includes(bot) || change.removed.includes(bot)
  if (!botCan(world, channel) || (!botSees(world, channel) && !concernsBot)) return null
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId)
  return {
    data: () => membersUpdate(world, { ...change, guild, keep: () => true }),
    reduced: {
      intent: GatewayIntentBits.GuildMembers,
      data: () => membersUpdate(world, { ...change, guild, keep: (id) => id === bot }),
    },
  }
}

/** INVITE_CREATE, for who manages the channel. Discord docs: events/gateway-events#invites. */
export const inviteCreated = (world: World, invite: Invite): Mapped | null => {
  const channel = world.channels.get(invite.channelId)
  if (!channel || !botCan(world, channel, 'ManageChannels')) return null
  const ends = Date.parse(invite.createdAt) + invite.maxAge * 1000
  return {
    data: () => ({
      type: 0,
      channel_id: invite.channelId,
      guild_id: invite.guildId,
      code: invite.code,
      created_at: invite.createdAt,
      inviter: world.users.get(invite.inviterId)?.data,
      max_age: invite.maxAge,
      max_uses: invite.maxUses,
      temporary: invite.temporary,
      uses: 0,
      expires_at: invite.maxAge === 0 ? null : new Date(ends).toISOString(),
    }),
  }
}

/** INVITE_DELETE. */
export const inviteDeleted = (world: World, invite: Invite): Mapped | null => {
  const channel = world.channels.get(invite.channelId)
  if (!channel || !botCan(world, channel, 'ManageChannels')) return null
  return { data: () => ({ channel_id: invite.channelId, guild_id: invite.guildId, code: invite.code }) }
}
