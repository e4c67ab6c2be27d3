import type {
  GatewayGuildBanAddDispatchData,
  GatewayGuildBanRemoveDispatchData,
  GatewayGuildDeleteDispatchData,
  GatewayGuildMemberAddDispatchData,
  GatewayGuildMemberRemoveDispatchData,
  GatewayGuildMemberUpdateDispatchData,
  GatewayMessageCreateDispatchData,
  GatewayMessageDeleteDispatchData,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  GatewayMessageUpdateDispatchData,
  GatewayVoiceStateUpdateDispatchData,
} from 'discord-api-types/v10'
import type { GuildCtx } from './context.ts'

/** The gateway events a feature can listen to (Discord docs: events/gateway-events). The relay forwards these and no others. */
export interface GatewayEvents {
  GUILD_BAN_ADD: GatewayGuildBanAddDispatchData
  GUILD_BAN_REMOVE: GatewayGuildBanRemoveDispatchData
  GUILD_DELETE: GatewayGuildDeleteDispatchData
  GUILD_MEMBER_ADD: GatewayGuildMemberAddDispatchData
  GUILD_MEMBER_REMOVE: GatewayGuildMemberRemoveDispatchData
  GUILD_MEMBER_UPDATE: GatewayGuildMemberUpdateDispatchData
  MESSAGE_CREATE: GatewayMessageCreateDispatchData
  MESSAGE_DELETE: GatewayMessageDeleteDispatchData
  MESSAGE_REACTION_ADD: GatewayMessageReactionAddDispatchData
  MESSAGE_REACTION_REMOVE: GatewayMessageReactionRemoveDispatchData
  MESSAGE_UPDATE: GatewayMessageUpdateDispatchData
  VOICE_STATE_UPDATE: GatewayVoiceStateUpdateDispatchData
}

export type GatewayEventName = keyof GatewayEvents
export type EventHandlers = {
  readonly [Name in GatewayEventName]?: (ctx: GuildCtx, data: GatewayEvents[Name]) => Promise<void>
}
