import {
  type APISoundboardSound,
  AuditLogEvent,
  type RESTPatchAPIGuildSoundboardSoundJSONBody,
  type RESTPostAPIGuildSoundboardSoundJSONBody,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { requireGuild, requireGuildChannel, requireGuildPermission, requireUser } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import type { Guild } from '../world/types.ts'
import { requireExpressionRight } from './emojis.ts'
import { auditAsBot, bodyOf, type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts'

type SoundCall = Call<'guild_id' | 'sound_id'>

/** Without boosts. Discord docs: resources/soundboard. */
const maxSounds = 8
const maxSoundBytes = 512 * 1024

/** Discord's own sounds that every user has; a few of its eleven. */
const defaultSounds: readonly APISoundboardSound[] = ['quack', 'airhorn', 'cricket', 'golf clap'].map(
  (name, index) => ({
    name,
    sound_id: String(index + 1),
    volume: 1,
    emoji_id: null,
    emoji_name: '🔊',
    available: true,
  }),
)

const requireSound = (call: SoundCall): [APISoundboardSound, Guild] => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const sound = guild.community.soundboardSounds.get(call.params.sound_id)
  if (!sound) throw discordError(10097, `no sound ${call.params.sound_id} in ${guild.name}`)
  return [sound, guild]
}

const checkAudio = (data: string): void => {
  const [, base64] = /^data:audio\/(?:mpeg|mp3|ogg|wav)[^,]*;base64,(.+)$/.exec(data) ?? []
  if (base64 === undefined) throw fieldError('sound', 'BASE_TYPE_BAD_DATA', 'Must be a data URI of an MP3 or OGG file.')
  const size = Buffer.byteLength(base64, 'base64')
  if (size > maxSoundBytes) throw discordError(50045, `the sound has ${size} bytes of at most ${maxSoundBytes}`)
}

const create = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'CreateGuildExpressions')
  const { soundboardSounds } = guild.community
  if (soundboardSounds.size >= maxSounds) throw discordError(30045)
  const body = bodyOf<RESTPostAPIGuildSoundboardSoundJSONBody>(call)
  checkAudio(body.sound)
  const sound: APISoundboardSound = {
    sound_id: world.newId(),
    name: body.name,
    volume: body.volume ?? 1,
    emoji_id: body.emoji_id == null ? null : String(body.emoji_id),
    emoji_name: body.emoji_name ?? null,
    guild_id: guild.id,
    available: true,
    user: requireUser(world, world.application.botId).data,
  }
  soundboardSounds.set(sound.sound_id, sound)
  const changes = changesBetween({}, { name: sound.name })
  auditAsBot(call, guild, { action: AuditLogEvent.SoundboardSoundCreate, targetId: sound.sound_id, changes })
  world.emit({ type: 'GUILD_SOUNDBOARD_SOUND_CREATE', guildId: guild.id, payload: sound })
  return created(sound)
}

const patch = (call: SoundCall): Reply => {
  const [known, guild] = requireSound(call)
  requireExpressionRight(call.world, guild, known.user?.id)
  const body = bodyOf<RESTPatchAPIGuildSoundboardSoundJSONBody>(call)
  const sound: APISoundboardSound = {
    ...known,
    name: body.name ?? known.name,
    volume: body.volume === undefined ? known.volume : (body.volume ?? 1),
    emoji_id: body.emoji_id === undefined ? known.emoji_id : body.emoji_id && String(body.emoji_id),
    emoji_name: body.emoji_name === undefined ? known.emoji_name : body.emoji_name,
  }
  guild.community.soundboardSounds.set(sound.sound_id, sound)
  const changes = changesBetween({ name: known.name, volume: known.volume }, { name: sound.name, volume: sound.volume })
  auditAsBot(call, guild, { action: AuditLogEvent.SoundboardSoundUpdate, targetId: sound.sound_id, changes })
  call.world.emit({ type: 'GUILD_SOUNDBOARD_SOUND_UPDATE', guildId: guild.id, payload: sound })
  return ok(sound)
}

const remove = (call: SoundCall): Reply => {
  const [sound, guild] = requireSound(call)
  requireExpressionRight(call.world, guild, sound.user?.id)
  guild.community.soundboardSounds.delete(sound.sound_id)
  auditAsBot(call, guild, { action: AuditLogEvent.SoundboardSoundDelete, targetId: sound.sound_id })
  const payload = { sound_id: sound.sound_id, guild_id: guild.id }
  call.world.emit({ type: 'GUILD_SOUNDBOARD_SOUND_DELETE', guildId: guild.id, payload })
  return noContent
}

/** The bot must sit in that voice channel, neither deaf nor mute. */
const send = (call: Call<'channel_id'>): Reply => {
  const { world } = call
  const [channel, guild] = requireGuildChannel(world, call.params.channel_id, 'Speak', 'UseSoundboard')
  const { sound_id, source_guild_id } = bodyOf<{ sound_id: string; source_guild_id?: string | null }>(call)
  const state = guild.voiceStates.get(world.application.botId)
  if (state?.channel_id !== channel.id) throw discordError(40032, 'the bot is not in that voice channel')
  if (state.deaf || state.mute || state.self_deaf || state.self_mute || state.suppress) throw discordError(50167)
  const source = world.guilds.get(source_guild_id ?? guild.id) ?? guild
  const own = source.community.soundboardSounds.get(sound_id)
  const sound = own ?? defaultSounds.find((entry) => entry.sound_id === sound_id)
  if (!sound) throw discordError(10097, `no sound ${sound_id}`)
  const payload = {
    channel_id: channel.id,
    guild_id: guild.id,
    user_id: world.application.botId,
    sound_id,
    sound_volume: sound.volume,
    emoji: sound.emoji_name === null ? null : { id: null, name: sound.emoji_name },
  }
  world.emit({ type: 'VOICE_CHANNEL_EFFECT_SEND', guildId: guild.id, payload })
  return noContent
}

const base = '/guilds/{guild_id}/soundboard-sounds'

/** Soundboard sounds. Discord docs: resources/soundboard. */
export const soundboardRoutes: Route[] = [
  route('GET', '/soundboard-default-sounds', () => ok(defaultSounds)),
  route('POST', '/channels/{channel_id}/send-soundboard-sound', send),
  route('GET', base, (call) => {
    const guild = requireGuild(call.world, call.params.guild_id)
    return ok({ items: [...guild.community.soundboardSounds.values()] })
  }),
  route('POST', base, create),
  route('GET', `${base}/{sound_id}`, (call) => ok(requireSound(call)[0])),
  route('PATCH', `${base}/{sound_id}`, patch),
  route('DELETE', `${base}/{sound_id}`, remove),
]
