import { randomBytes } from 'node:crypto'
import { PresenceUpdateStatus } from 'discord-api-types/v10'
import { effectivePermissions, hasPermissions } from '../permissions.ts'
import { recordViolation } from '../request-log.ts'
import type { Guild, World } from '../world/types.ts'
import { isVoiceChannel, leaveVoice, setVoiceState } from '../world/voice.ts'
import type { Hub } from './hub.ts'
import type { PresencePayload, VoicePayload } from './payloads.ts'
import { guildOfSession } from './requests.ts'
import type { Session } from './session.ts'

/** The discard port of this machine: nothing answers there, since voice itself is not emulated. */
const voiceEndpoint = '127.0.0.1:9'

const statuses = {
  online: PresenceUpdateStatus.Online,
  dnd: PresenceUpdateStatus.DoNotDisturb,
  idle: PresenceUpdateStatus.Idle,
  invisible: PresenceUpdateStatus.Offline,
  offline: PresenceUpdateStatus.Offline,
} as const

/** Op 3 and the presence of IDENTIFY: what others see of the bot from now on. The bot itself is not told. */
export const setBotPresence = (world: World, presence: PresencePayload): void => {
  const { botId } = world.application
  const activities = presence.activities.map(({ name, type }) => ({
    id: 'custom',
    name,
    type,
    created_at: world.now(),
  }))
  world.gateway.presences.set(botId, { status: statuses[presence.status], activities })
  world.emit({ type: 'BOT_PRESENCE_UPDATE', guildId: null, payload: { user_id: botId, status: presence.status } })
}

const mayConnect = (world: World, guild: Guild, channelId: string): boolean => {
  const channel = world.channels.get(channelId)
  if (channel?.guildId !== guild.id || !isVoiceChannel(channel)) return false
  const own = effectivePermissions(world, guild, world.application.botId, channel)
  return hasPermissions(own, 'ViewChannel', 'Connect')
}

/** Op 4: the bot joins, moves or leaves. Discord does not answer what it refuses; here it is listed as a violation. */
export const setBotVoice = (
  { world, hub }: { world: World; hub: Hub },
  session: Session,
  wanted: VoicePayload,
): void => {
  const guild = guildOfSession(world, session, wanted.guild_id)
  const { botId } = world.application
  if (guild && wanted.channel_id === null) {
    leaveVoice(world, guild, botId)
    return
  }
  if (!guild || wanted.channel_id === null || !mayConnect(world, guild, wanted.channel_id)) {
    const explanation = `VOICE_STATE_UPDATE names channel ${wanted.channel_id} of guild ${wanted.guild_id}, which is no voice channel that the bot may join on this shard`
    recordViolation(world, { rule: 'gateway', explanation })
    return
  }
  const hasMoved = guild.voiceStates.get(botId)?.channel_id !== wanted.channel_id
  setVoiceState(world, guild, {
    userId: botId,
    channelId: wanted.channel_id,
    selfMute: wanted.self_mute,
    selfDeaf: wanted.self_deaf,
  })
  if (!hasMoved) return
  const token = randomBytes(8).toString('hex')
  hub.tell(session, 'VOICE_SERVER_UPDATE', { token, guild_id: guild.id, endpoint: voiceEndpoint })
}
