import { ApplicationFlags, GatewayIntentBits as Bit } from 'discord-api-types/v10'
import type { PrivilegedIntent } from '../world/gateway-types.ts'
import type { World } from '../world/types.ts'

/** Which intent an event needs: in a guild, and in direct messages. 0: it is always sent. */
interface Needs {
  guild: number
  dm: number
}

const inGuilds = (bit: number, ...types: string[]): [string, Needs][] =>
  types.map((type) => [type, { guild: bit, dm: bit }])

const inBoth = (guild: number, dm: number, ...types: string[]): [string, Needs][] =>
  types.map((type) => [type, { guild, dm }])

const guildEvents = ['GUILD_CREATE', 'GUILD_UPDATE', 'GUILD_DELETE']
const roleEvents = ['GUILD_ROLE_CREATE', 'GUILD_ROLE_UPDATE', 'GUILD_ROLE_DELETE']
const channelEvents = ['CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE']
const threadEvents = [
  'THREAD_CREATE',
  'THREAD_UPDATE',
  'THREAD_DELETE',
  'THREAD_LIST_SYNC',
  'THREAD_MEMBER_UPDATE',
  'THREAD_MEMBERS_UPDATE',
]
const stageEvents = ['STAGE_INSTANCE_CREATE', 'STAGE_INSTANCE_UPDATE', 'STAGE_INSTANCE_DELETE']
const voiceChannelEvents = ['VOICE_CHANNEL_STATUS_UPDATE', 'VOICE_CHANNEL_START_TIME_UPDATE']
const memberEvents = ['GUILD_MEMBER_ADD', 'GUILD_MEMBER_UPDATE', 'GUILD_MEMBER_REMOVE']
const moderationEvents = ['GUILD_AUDIT_LOG_ENTRY_CREATE', 'GUILD_BAN_ADD', 'GUILD_BAN_REMOVE']
const soundEvents = [
  'GUILD_SOUNDBOARD_SOUND_CREATE',
  'GUILD_SOUNDBOARD_SOUND_UPDATE',
  'GUILD_SOUNDBOARD_SOUND_DELETE',
  'GUILD_SOUNDBOARD_SOUNDS_UPDATE',
]
const integrationEvents = [
  'GUILD_INTEGRATIONS_UPDATE',
  'INTEGRATION_CREATE',
  'INTEGRATION_UPDATE',
  'INTEGRATION_DELETE',
]
const reactionEvents = [
  'MESSAGE_REACTION_ADD',
  'MESSAGE_REACTION_REMOVE',
  'MESSAGE_REACTION_REMOVE_ALL',
  'MESSAGE_REACTION_REMOVE_EMOJI',
]
const scheduledEvents = [
  'GUILD_SCHEDULED_EVENT_CREATE',
  'GUILD_SCHEDULED_EVENT_UPDATE',
  'GUILD_SCHEDULED_EVENT_DELETE',
  'GUILD_SCHEDULED_EVENT_USER_ADD',
  'GUILD_SCHEDULED_EVENT_USER_REMOVE',
]
const ruleEvents = ['AUTO_MODERATION_RULE_CREATE', 'AUTO_MODERATION_RULE_UPDATE', 'AUTO_MODERATION_RULE_DELETE']
const messageEvents = ['MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK']
const pollEvents = ['MESSAGE_POLL_VOTE_ADD', 'MESSAGE_POLL_VOTE_REMOVE']
const expressionEvents = ['GUILD_EMOJIS_UPDATE', 'GUILD_STICKERS_UPDATE', ...soundEvents]
const voiceEvents = ['VOICE_STATE_UPDATE', 'VOICE_CHANNEL_EFFECT_SEND']

/** Every event that needs an intent. Discord docs: events/gateway#list-of-intents. */
const needs = new Map<string, Needs>([
  ...inGuilds(Bit.Guilds, ...guildEvents, ...roleEvents, ...channelEvents, ...threadEvents),
  ...inGuilds(Bit.Guilds, ...stageEvents, ...voiceChannelEvents),
  ...inGuilds(Bit.GuildMembers, ...memberEvents),
  ...inGuilds(Bit.GuildModeration, ...moderationEvents),
  ...inGuilds(Bit.GuildExpressions, ...expressionEvents),
  ...inGuilds(Bit.GuildIntegrations, ...integrationEvents),
  ...inGuilds(Bit.GuildWebhooks, 'WEBHOOKS_UPDATE'),
  ...inGuilds(Bit.GuildInvites, 'INVITE_CREATE', 'INVITE_DELETE'),
  ...inGuilds(Bit.GuildVoiceStates, ...voiceEvents),
  ...inGuilds(Bit.GuildPresences, 'PRESENCE_UPDATE'),
  ...inGuilds(Bit.GuildScheduledEvents, ...scheduledEvents),
  ...inGuilds(Bit.AutoModerationConfiguration, ...ruleEvents),
  ...inGuilds(Bit.AutoModerationExecution, 'AUTO_MODERATION_ACTION_EXECUTION'),
  ...inBoth(Bit.GuildMessages, Bit.DirectMessages, ...messageEvents),
  ...inBoth(Bit.GuildMessageReactions, Bit.DirectMessageReactions, ...reactionEvents),
  ...inBoth(Bit.GuildMessageTyping, Bit.DirectMessageTyping, 'TYPING_START'),
  ...inBoth(Bit.GuildMessagePolls, Bit.DirectMessagePolls, ...pollEvents),
  ...inBoth(Bit.Guilds, Bit.DirectMessages, 'CHANNEL_PINS_UPDATE'),
])

/** The intents of which a session needs one for that event; 0 when it is always sent. */
export const neededIntents = (type: string, isGuild: boolean): number => {
  const entry = needs.get(type)
  if (!entry) return 0
  return isGuild ? entry.guild : entry.dm
}

const knownBits = Object.values(Bit).reduce<number>((all, bit) => (typeof bit === 'number' ? all | bit : all), 0)

/** True for a whole number made of documented intents only. Others are closed with 4013. */
export const areKnownIntents = (intents: unknown): intents is number =>
  Number.isInteger(intents) && typeof intents === 'number' && intents >= 0 && (intents & ~knownBits) === 0

const privileged: readonly { name: PrivilegedIntent; bit: number; flags: number }[] = [
  {
    name: 'GUILD_MEMBERS',
    bit: Bit.GuildMembers,
    flags: ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited,
  },
  {
    name: 'GUILD_PRESENCES',
    bit: Bit.GuildPresences,
    flags: ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited,
  },
  {
    name: 'MESSAGE_CONTENT',
    bit: Bit.MessageContent,
    flags: ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
  },
]

/** The names of asked privileged intents that neither the switches nor the application's flags allow: close 4014. */
export const disallowedIntents = (world: World, intents: number): PrivilegedIntent[] =>
  privileged
    .filter(({ name, bit, flags }) => {
      const isOn = world.gateway.settings.privilegedIntents.includes(name) || (world.application.flags & flags) !== 0
      return (intents & bit) !== 0 && !isOn
    })
    .map(({ name }) => name)
