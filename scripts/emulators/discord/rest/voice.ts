import type { APIVoiceState, RESTPatchAPIGuildVoiceStateUserJSONBody } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireGuild, requireGuildPermission } from '../world/access.ts'
import type { Guild } from '../world/types.ts'
import { bodyOf, type Call, noContent, ok, type Route, route } from './route.ts'

const requireVoice = (guild: Guild, userId: string): APIVoiceState => {
  const state = guild.voiceStates.get(userId)
  if (!state) throw discordError(10065, `${userId} is in no voice channel of ${guild.name}`)
  return state
}

const botVoice = (call: Call<'guild_id'>): APIVoiceState =>
  requireVoice(requireGuild(call.world, call.params.guild_id), call.world.application.botId)

/** Voice states. Discord docs: resources/voice. */
export const voiceRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/voice-states/@me', (call) => ok(botVoice(call))),
  route('PATCH', '/guilds/{guild_id}/voice-states/@me', (call) => {
    botVoice(call)
    return noContent
  }),
  route('GET', '/guilds/{guild_id}/voice-states/{user_id}', (call) =>
    ok(requireVoice(requireGuild(call.world, call.params.guild_id), call.params.user_id)),
  ),
  route('PATCH', '/guilds/{guild_id}/voice-states/{user_id}', (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    requireGuildPermission(call.world, guild, 'MuteMembers')
    const state = requireVoice(guild, call.params.user_id)
    const { suppress } = bodyOf<RESTPatchAPIGuildVoiceStateUserJSONBody>(call)
    if (suppress !== undefined) state.suppress = suppress
    return noContent
  }),
]
