import { randomBytes } from 'node:crypto'
import { AuditLogEvent, type RESTPostAPIChannelInviteJSONBody } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { hasPermissions, memberPermissions } from '../permissions.ts'
import { requireGuild, requireGuildChannel, requireGuildPermission } from '../world/access.ts'
import { renderInvite } from '../world/render.ts'
import type { Invite, World } from '../world/types.ts'
import { boolParam } from './query.ts'
import { auditAsBot, bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

const isOver = (world: World, invite: Invite): boolean =>
  (invite.maxAge > 0 && world.now() > Date.parse(invite.createdAt) + invite.maxAge * 1000) ||
  (invite.maxUses > 0 && invite.uses >= invite.maxUses)

const requireInvite = (world: World, code: string): Invite => {
  const invite = world.invites.get(code)
  if (!invite || isOver(world, invite)) throw discordError(10006, `no invite ${code}`)
  return invite
}

const maxInvites = 1000

/** Invites that are over are forgotten, so that their number stays bounded. */
const countInvites = (world: World, guildId: string): number => {
  let count = 0
  for (const [code, invite] of world.invites) {
    if (isOver(world, invite)) world.invites.delete(code)
    else if (invite.guildId === guildId) count += 1
  }
  return count
}

const createInvite = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'CreateInstantInvite')
  if (countInvites(world, guild.id) >= maxInvites) throw discordError(30016)
  const body = bodyOf<RESTPostAPIChannelInviteJSONBody>(call)
  const invite: Invite = {
    code: randomBytes(6).toString('base64url'),
    guildId: guild.id,
    channelId: channel.id,
    inviterId: world.application.botId,
    uses: 0,
    maxUses: body.max_uses ?? 0,
    maxAge: body.max_age ?? 86_400,
    temporary: body.temporary ?? false,
    createdAt: new Date(world.now()).toISOString(),
  }
  world.invites.set(invite.code, invite)
  auditAsBot(call, guild, { action: AuditLogEvent.InviteCreate, changes: [{ key: 'code', new_value: invite.code }] })
  world.emit({ type: 'INVITE_CREATE', guildId: guild.id, payload: invite })
  return ok(renderInvite(world, invite))
}

const getInvite = (call: Call<'code'>): Reply => {
  const invite = requireInvite(call.world, call.params.code)
  const members = call.world.guilds.get(invite.guildId)?.members.size ?? 0
  const counts = { approximate_member_count: members, approximate_presence_count: members }
  return ok({ ...renderInvite(call.world, invite), ...(boolParam(call.query, 'with_counts') && counts) })
}

const listed = (world: World, matches: (invite: Invite) => boolean): Reply =>
  ok(
    [...world.invites.values()]
      .filter((invite) => matches(invite) && !isOver(world, invite))
      .map((invite) => renderInvite(world, invite)),
  )

const deleteInvite = (call: Call<'code'>): Reply => {
  const { world } = call
  const invite = requireInvite(world, call.params.code)
  const [channel, guild] = requireGuildChannel(world, invite.channelId)
  const bot = world.application.botId
  const mayDelete =
    hasPermissions(memberPermissions(world, guild, bot, channel), 'ManageChannels') ||
    hasPermissions(memberPermissions(world, guild, bot), 'ManageGuild')
  if (!mayDelete) throw discordError(50013, 'the bot lacks ManageChannels and ManageGuild')
  world.invites.delete(invite.code)
  auditAsBot(call, guild, { action: AuditLogEvent.InviteDelete, changes: [{ key: 'code', old_value: invite.code }] })
  world.emit({ type: 'INVITE_DELETE', guildId: guild.id, payload: invite })
  return ok(renderInvite(world, invite))
}

/** Invites. Discord docs: resources/invite. */
export const inviteRoutes: Route[] = [
  route('POST', '/channels/{channel_id}/invites', createInvite),
  route('GET', '/channels/{channel_id}/invites', (call) => {
    const [channel] = requireGuildChannel(call.world, call.params.channel_id, 'ManageChannels')
    return listed(call.world, ({ channelId }) => channelId === channel.id)
  }),
  route('GET', '/guilds/{guild_id}/invites', (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    requireGuildPermission(call.world, guild, 'ManageGuild')
    return listed(call.world, ({ guildId }) => guildId === guild.id)
  }),
  route('GET', '/invites/{code}', getInvite),
  route('DELETE', '/invites/{code}', deleteInvite),
]
