import { ChannelType, GatewayIntentBits } from 'discord-api-types/v10'
import { recordViolation } from '../request-log.ts'
import { guildChannels } from '../world/access.ts'
import { renderMember } from '../world/render.ts'
import type { Guild, Member, Snowflake, World } from '../world/types.ts'
import { presenceOf } from './guild-create.ts'
import type { Hub } from './hub.ts'
import type { MembersPayload } from './payloads.ts'
import type { Session } from './session.ts'
import { shardOf } from './shards.ts'

const membersPerChunk = 1_000
const maxSearched = 100
const maxNonceBytes = 32
/** All members of a guild may be asked for once in this time. Discord docs: change-log, 2025-10-01. */
const fullListEveryMs = 30_000

/** The guild when the bot is in it and this session's shard has it. */
export const guildOfSession = (world: World, session: Session, guildId: Snowflake): Guild | undefined => {
  const guild = world.guilds.get(guildId)
  const isHere = shardOf(guildId, session.shard[1]) === session.shard[0]
  return isHere && guild?.members.has(world.application.botId) ? guild : undefined
}

const nameOf = (world: World, { userId, nick }: Member): string[] => {
  const user = world.users.get(userId)?.data
  return [user?.username, user?.global_name, nick].flatMap((name) => (name ? [name.toLowerCase()] : []))
}

const searched = (world: World, guild: Guild, request: MembersPayload): { found: Member[]; missing: Snowflake[] } => {
  if (request.user_ids !== undefined) {
    const ids = request.user_ids.slice(0, maxSearched)
    return {
      found: ids.flatMap((id) => guild.members.get(id) ?? []),
      missing: ids.filter((id) => !guild.members.has(id)),
    }
  }
  const all = [...guild.members.values()]
  const query = (request.query ?? '').toLowerCase()
  if (query === '') return { found: request.limit ? all.slice(0, request.limit) : all, missing: [] }
  const limit = Math.min(request.limit || maxSearched, maxSearched)
  const matching = all.filter((member) => nameOf(world, member).some((name) => name.startsWith(query)))
  return { found: matching.slice(0, limit), missing: [] }
}

const has = (session: Session, intent: number): boolean => (session.intents & intent) !== 0

const wantsAll = (request: MembersPayload): boolean => request.user_ids === undefined && !request.query

/** A nonce that is too long is ignored, as at Discord. */
const nonceOf = ({ nonce }: MembersPayload): { nonce?: string } =>
  nonce && Buffer.byteLength(nonce) <= maxNonceBytes ? { nonce } : {}

/** Answers op 8: GUILD_MEMBERS_CHUNK events, or RATE_LIMITED when all members were asked for too soon. */
export const createMemberRequests = (world: World, hub: Hub) => {
  const askedAt = new Map<Snowflake, number>()

  const waitSeconds = (guildId: Snowflake): number => {
    const last = askedAt.get(guildId)
    const waitMs = last === undefined ? 0 : last + fullListEveryMs - performance.now()
    if (waitMs <= 0) askedAt.set(guildId, performance.now())
    return Math.max(0, waitMs / 1000)
  }

  const sendChunks = (session: Session, guild: Guild, request: MembersPayload): void => {
    const nonce = nonceOf(request)
    const { found, missing } = searched(world, guild, request)
    const count = Math.max(1, Math.ceil(found.length / membersPerChunk))
    const withPresences = request.presences === true && has(session, GatewayIntentBits.GuildPresences)
    for (let index = 0; index < count; index += 1) {
      const members = found.slice(index * membersPerChunk, (index + 1) * membersPerChunk)
      hub.tell(session, 'GUILD_MEMBERS_CHUNK', {
        guild_id: guild.id,
        members: members.map((member) => renderMember(world, member)),
        chunk_index: index,
        chunk_count: count,
        ...(missing.length > 0 && { not_found: missing }),
        ...(withPresences && { presences: members.map(({ userId }) => presenceOf(world, guild.id, userId)) }),
        ...nonce,
      })
    }
  }

  /** Why a request is not answered, in words, or null. */
  const refusalOf = (session: Session, request: MembersPayload, guild: Guild | undefined): string | null => {
    if (!guild) return `names guild ${request.guild_id}, which is not on this shard`
    const lacksIntent = wantsAll(request) && !has(session, GatewayIntentBits.GuildMembers)
    return lacksIntent ? 'asks for all members without the GUILD_MEMBERS intent' : null
  }

  return (session: Session, request: MembersPayload): void => {
    const guild = guildOfSession(world, session, request.guild_id)
    const refusal = refusalOf(session, request, guild)
    if (refusal !== null || !guild) {
      recordViolation(world, { rule: 'gateway', explanation: `REQUEST_GUILD_MEMBERS ${refusal}` })
      return
    }
    const retryAfter = wantsAll(request) && !request.limit ? waitSeconds(guild.id) : 0
    if (retryAfter === 0) sendChunks(session, guild, request)
    else {
      const meta = { guild_id: guild.id, ...nonceOf(request) }
      hub.tell(session, 'RATE_LIMITED', { opcode: 8, retry_after: retryAfter, meta })
    }
  }
}

/** Answers op 31. */
export const sendSounds = (
  { world, hub }: { world: World; hub: Hub },
  session: Session,
  guildIds: Snowflake[],
): void => {
  for (const id of guildIds) {
    const sounds = guildOfSession(world, session, id)?.community.soundboardSounds
    if (sounds) hub.tell(session, 'SOUNDBOARD_SOUNDS', { guild_id: id, soundboard_sounds: [...sounds.values()] })
  }
}

/** Answers op 43: voice channels, whose status and start are not kept here. */
export const sendChannelInfo = (
  { world, hub }: { world: World; hub: Hub },
  session: Session,
  request: { guild_id: Snowflake; fields: string[] },
): void => {
  const guild = guildOfSession(world, session, request.guild_id)
  if (!guild) return
  const fields = request.fields.filter((field) => field === 'status' || field === 'voice_start_time')
  const empty = Object.fromEntries(fields.map((field) => [field, null]))
  const channels = guildChannels(world, guild.id).filter(({ type }) => type === ChannelType.GuildVoice)
  hub.tell(session, 'CHANNEL_INFO', { guild_id: guild.id, channels: channels.map(({ id }) => ({ id, ...empty })) })
}
