import {
  type APIStageInstance,
  AuditLogEvent,
  ChannelType,
  type RESTPatchAPIStageInstanceJSONBody,
  type RESTPostAPIStageInstanceJSONBody,
  StageInstancePrivacyLevel,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireGuildChannel } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import type { Channel, Guild } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

type StageCall = Call<'channel_id'>

/** What makes a member a stage moderator. Discord docs: resources/stage-instance. */
const moderator = ['ManageChannels', 'MuteMembers', 'MoveMembers'] as const

const requireStage = (call: StageCall): [APIStageInstance, Channel, Guild] => {
  const [channel, guild] = requireGuildChannel(call.world, call.params.channel_id)
  const stage = guild.community.stageInstances.get(channel.id)
  if (!stage) throw discordError(10067, `#${channel.name} holds no stage instance`)
  return [stage, channel, guild]
}

const shown = (stage: APIStageInstance) => ({ guild_scheduled_event_id: null, ...stage })

const create = (call: Call<never>): Reply => {
  const { world } = call
  const body = bodyOf<RESTPostAPIStageInstanceJSONBody>(call)
  const [channel, guild] = requireGuildChannel(world, String(body.channel_id), ...moderator)
  if (channel.type !== ChannelType.GuildStageVoice) throw discordError(50024, `#${channel.name} is no stage channel`)
  if (guild.community.stageInstances.has(channel.id)) throw discordError(150006)
  const stage: APIStageInstance = {
    id: world.newId(),
    guild_id: guild.id,
    channel_id: channel.id,
    topic: body.topic,
    privacy_level: body.privacy_level ?? StageInstancePrivacyLevel.GuildOnly,
    discoverable_disabled: true,
    ...(body.guild_scheduled_event_id !== undefined && { guild_scheduled_event_id: body.guild_scheduled_event_id }),
  }
  guild.community.stageInstances.set(channel.id, stage)
  const options = { channel_id: channel.id }
  auditAsBot(call, guild, { action: AuditLogEvent.StageInstanceCreate, targetId: stage.id, options })
  world.emit({ type: 'STAGE_INSTANCE_CREATE', guildId: guild.id, payload: stage })
  return ok(shown(stage))
}

const patch = (call: StageCall): Reply => {
  const [stage, channel, guild] = requireStage(call)
  requireGuildChannel(call.world, channel.id, ...moderator)
  const body = bodyOf<RESTPatchAPIStageInstanceJSONBody>(call)
  const next = { ...stage, topic: body.topic ?? stage.topic, privacy_level: body.privacy_level ?? stage.privacy_level }
  guild.community.stageInstances.set(channel.id, next)
  const changes = changesBetween({ topic: stage.topic }, { topic: next.topic })
  const options = { channel_id: channel.id }
  auditAsBot(call, guild, { action: AuditLogEvent.StageInstanceUpdate, targetId: stage.id, changes, options })
  call.world.emit({ type: 'STAGE_INSTANCE_UPDATE', guildId: guild.id, payload: next })
  return ok(shown(next))
}

const remove = (call: StageCall): Reply => {
  const [stage, channel, guild] = requireStage(call)
  requireGuildChannel(call.world, channel.id, ...moderator)
  guild.community.stageInstances.delete(channel.id)
  const options = { channel_id: channel.id }
  auditAsBot(call, guild, { action: AuditLogEvent.StageInstanceDelete, targetId: stage.id, options })
  call.world.emit({ type: 'STAGE_INSTANCE_DELETE', guildId: guild.id, payload: stage })
  return noContent
}

const one = '/stage-instances/{channel_id}'

/** Stage instances. Discord docs: resources/stage-instance. */
export const stageRoutes: Route[] = [
  route('POST', '/stage-instances', create),
  route('GET', one, (call) => ok(shown(requireStage(call)[0]))),
  route('PATCH', one, patch),
  route('DELETE', one, remove),
]
