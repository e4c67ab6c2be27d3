import {
  type APIVoiceState,
  ChannelType,
  type RESTPatchAPIGuildVoiceStateCurrentMemberJSONBody,
  type RESTPatchAPIGuildVoiceStateUserJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireChannel, requireGuild, requireGuildChannel } from '../world/access.ts'
import type { Channel, Guild, World } from '../world/types.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const requireVoice = (guild: Guild, userId: string): APIVoiceState => {
  const state = guild.voiceStates.get(userId)
  if (!state) throw discordError(10065, `${userId} is in no voice channel of ${guild.name}`)
  return state
}

const shown = (state: APIVoiceState) => ({ self_stream: false, ...state })

/** Speaking and asking to speak exist on stages only. */
const requireStage = (world: World, state: APIVoiceState, given: string | null | undefined): Channel => {
  const channel = requireChannel(world, given ?? state.channel_id ?? '')
  if (channel.type !== ChannelType.GuildStageVoice) throw discordError(50024, `#${channel.name} is no stage channel`)
  return channel
}

const tell = (world: World, guild: Guild, state: APIVoiceState): void =>
  world.emit({ type: 'VOICE_STATE_UPDATE', guildId: guild.id, payload: state })

const patchOwn = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  const state = requireVoice(guild, world.application.botId)
  const body = bodyOf<RESTPatchAPIGuildVoiceStateCurrentMemberJSONBody>(call)
  const channel = requireStage(world, state, body.channel_id)
  if (body.suppress === false) requireChannel(world, channel.id, 'MuteMembers')
  if (body.request_to_speak_timestamp != null) requireChannel(world, channel.id, 'RequestToSpeak')
  if (body.suppress !== undefined) state.suppress = body.suppress
  if (body.request_to_speak_timestamp !== undefined) state.request_to_speak_timestamp = body.request_to_speak_timestamp
  tell(world, guild, state)
  return noContent
}

const patchOther = (call: Call<'guild_id' | 'user_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  const state = requireVoice(guild, call.params.user_id)
  const body = bodyOf<RESTPatchAPIGuildVoiceStateUserJSONBody>(call)
  const channel = requireStage(world, state, body.channel_id)
  requireChannel(world, channel.id, 'MuteMembers')
  if (body.suppress !== undefined) state.suppress = body.suppress
  tell(world, guild, state)
  return noContent
}

const putStatus = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'SetVoiceChannelStatus')
  if (channel.type !== ChannelType.GuildVoice) throw discordError(50024, `#${channel.name} is no voice channel`)
  const { status } = bodyOf<{ status?: string | null }>(call)
  const payload = { id: channel.id, guild_id: guild.id, status: status || null }
  world.emit({ type: 'VOICE_CHANNEL_STATUS_UPDATE', guildId: guild.id, payload })
  return noContent
}

/** Voice states and the status of voice channels. Discord docs: resources/voice. */
export const voiceRoutes: Route[] = [
  route('GET', '/guilds/{guild_id}/voice-states/@me', (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    return ok(shown(requireVoice(guild, call.world.application.botId)))
  }),
  route('PATCH', '/guilds/{guild_id}/voice-states/@me', patchOwn),
  route('GET', '/guilds/{guild_id}/voice-states/{user_id}', (call) =>
    ok(shown(requireVoice(requireGuild(call.world, call.params.guild_id), call.params.user_id))),
  ),
  route('PATCH', '/guilds/{guild_id}/voice-states/{user_id}', patchOther),
  route('PUT', '/channels/{channel_id}/voice-status', putStatus),
]
