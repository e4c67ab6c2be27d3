import type {
  RESTPatchAPICurrentUserJSONBody,
  RESTPostAPICurrentUserCreateDMChannelJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { memberPermissions } from '../permissions.ts'
import { requireGuild, requireUser } from '../world/access.ts'
import { openDm } from '../world/dms.ts'
import { removeMember } from '../world/members.ts'
import { renderChannel } from '../world/render.ts'
import type { World } from '../world/types.ts'
import { between, boolParam, intParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const gatewayUrl = (world: World): string => world.publicUrl.replace(/^http/, 'ws')

const openDirectMessage = (call: Call<never>): Reply => {
  const { recipient_id } = bodyOf<RESTPostAPICurrentUserCreateDMChannelJSONBody>(call)
  const id = String(recipient_id)
  if (id === call.world.application.botId) throw discordError(50033, 'the bot cannot write to itself')
  if (!call.world.users.has(id)) throw discordError(50033, `no user ${id}`, { verdict: 'outcome' })
  return ok(renderChannel(call.world, openDm(call.world, id)))
}

const listGuilds = (call: Call<never>): Reply => {
  const { world, query } = call
  const bot = world.application.botId
  const limit = intParam(query, 'limit', { min: 1, max: 200, fallback: 200 })
  const mine = [...world.guilds.values()].filter((guild) => guild.members.has(bot))
  const withCounts = boolParam(query, 'with_counts')
  return ok(
    between(mine, ({ id }) => id, query)
      .slice(0, limit)
      .map((guild) => ({
        id: guild.id,
        name: guild.name,
        icon: null,
        banner: null,
        owner: guild.ownerId === bot,
        permissions: String(memberPermissions(world, guild, bot)),
        features: guild.features,
        ...(withCounts && {
          approximate_member_count: guild.members.size,
          approximate_presence_count: guild.members.size,
        }),
      })),
  )
}

const leaveGuild = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  removeMember(call.world, guild, call.world.application.botId)
  return noContent
}

const patchMe = (call: Call<never>): Reply => {
  const me = requireUser(call.world, call.world.application.botId)
  const { username } = bodyOf<RESTPatchAPICurrentUserJSONBody>(call)
  if (username !== undefined) me.data.username = username
  return ok(me.data)
}

const gatewayBot = (call: Call<never>): Reply =>
  ok({
    url: gatewayUrl(call.world),
    shards: 1,
    session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
  })

/** Users, direct messages, and where the gateway is. Discord docs: resources/user, events/gateway. */
export const userRoutes: Route[] = [
  route('GET', '/users/@me', (call) => ok(requireUser(call.world, call.world.application.botId).data)),
  route('PATCH', '/users/@me', patchMe),
  route('POST', '/users/@me/channels', openDirectMessage),
  route('GET', '/users/@me/guilds', listGuilds),
  route('DELETE', '/users/@me/guilds/{guild_id}', leaveGuild),
  route('GET', '/users/{user_id}', (call) => ok(requireUser(call.world, call.params.user_id).data)),
  route('GET', '/gateway', (call) => ok({ url: gatewayUrl(call.world) }), { auth: 'none' }),
  route('GET', '/gateway/bot', gatewayBot),
  route('GET', '/voice/regions', () =>
    ok([{ id: 'local', name: 'Local', optimal: true, deprecated: false, custom: false }]),
  ),
]
