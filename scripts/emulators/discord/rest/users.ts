import type { RESTPostAPICurrentUserCreateDMChannelJSONBody } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { gatewayUrl, sessionStartLimit } from '../gateway/identify.ts'
import { requireGuild, requireUser } from '../world/access.ts'
import { openDm } from '../world/dms.ts'
import { removeMember } from '../world/members.ts'
import { renderChannel } from '../world/render.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const openDirectMessage = (call: Call<never>): Reply => {
  const { recipient_id } = bodyOf<RESTPostAPICurrentUserCreateDMChannelJSONBody>(call)
  const id = String(recipient_id)
  if (id === call.world.application.botId) throw discordError(50033, 'the bot cannot write to itself')
  if (!call.world.users.has(id)) throw discordError(50033, `no user ${id}`, { verdict: 'outcome' })
  return ok(renderChannel(call.world, openDm(call.world, id)))
}

const leaveGuild = (call: Call<'guild_id'>): Reply => {
  const guild = requireGuild(call.world, call.params.guild_id)
  removeMember(call.world, guild, call.world.application.botId)
  return noContent
}

const gatewayBot = (call: Call<never>): Reply =>
  ok({
    url: gatewayUrl(call.world),
    shards: call.world.gateway.settings.shards,
    session_start_limit: sessionStartLimit(call.world),
  })

/** Users, direct messages, and where the gateway is. Discord docs: resources/user, events/gateway. */
export const userRoutes: Route[] = [
  route('POST', '/users/@me/channels', openDirectMessage),
  route('DELETE', '/users/@me/guilds/{guild_id}', leaveGuild),
  route('GET', '/users/{user_id}', (call) => ok(requireUser(call.world, call.params.user_id).data)),
  route('GET', '/gateway', (call) => ok({ url: gatewayUrl(call.world) }), { auth: 'none' }),
  route('GET', '/gateway/bot', gatewayBot),
  route('GET', '/voice/regions', () =>
    ok([{ id: 'local', name: 'Local', optimal: true, deprecated: false, custom: false }]),
  ),
]
