import { type APIVoiceState, ChannelType } from 'discord-api-types/v10'
import type { Channel, Guild, Snowflake, World } from './types.ts'

export interface VoiceChange {
  userId: Snowflake
  /** Null: the user leaves voice. */
  channelId: Snowflake | null
  selfMute?: boolean | undefined
  selfDeaf?: boolean | undefined
}

/** True for channels that people sit in. */
export const isVoiceChannel = (channel: Channel): boolean =>
  channel.type === ChannelType.GuildVoice || channel.type === ChannelType.GuildStageVoice

/** Somebody joins, moves, changes or leaves voice; keeps what is not named. Discord docs: resources/voice. */
export const setVoiceState = (world: World, guild: Guild, change: VoiceChange): APIVoiceState => {
  const { userId, channelId } = change
  const before = guild.voiceStates.get(userId)
  const member = guild.members.get(userId)
  const state: APIVoiceState = {
    guild_id: guild.id,
    channel_id: channelId,
    user_id: userId,
    session_id: before?.session_id ?? `session-${userId}`,
    deaf: member?.deaf ?? false,
    mute: member?.mute ?? false,
    self_deaf: change.selfDeaf ?? before?.self_deaf ?? false,
    self_mute: change.selfMute ?? before?.self_mute ?? false,
    self_video: false,
    suppress: before?.suppress ?? false,
    request_to_speak_timestamp: null,
  }
  if (channelId === null) guild.voiceStates.delete(userId)
  else guild.voiceStates.set(userId, state)
  world.emit({ type: 'VOICE_STATE_UPDATE', guildId: guild.id, payload: state })
  return state
}

/** Takes somebody out of voice, when they sit in it. */
export const leaveVoice = (world: World, guild: Guild, userId: Snowflake): void => {
  if (guild.voiceStates.has(userId)) setVoiceState(world, guild, { userId, channelId: null })
}
