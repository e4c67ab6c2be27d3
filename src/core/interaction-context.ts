import type {
  APIAttachment,
  APIInteractionDataResolvedChannel,
  APIInteractionDataResolvedGuildMember,
  APIMessage,
  APIRole,
  APIUser,
} from 'discord-api-types/v10'
import type { Actor, GuildCtx } from './context.ts'
import type { MessageBody } from './reply.ts'
import type { Snowflake } from './snowflake.ts'

/** What Discord looked up for us: everything that options, targets and selects name by id. */
export interface Resolved {
  users?: Readonly<Record<string, APIUser>>
  members?: Readonly<Record<string, APIInteractionDataResolvedGuildMember>>
  roles?: Readonly<Record<string, APIRole>>
  channels?: Readonly<Record<string, APIInteractionDataResolvedChannel>>
  messages?: Readonly<Record<string, APIMessage>>
  attachments?: Readonly<Record<string, APIAttachment>>
}

/** A person that someone pointed at. `member` is missing when they are not in the guild. */
export interface Target {
  id: Snowflake
  user: APIUser
  member?: APIInteractionDataResolvedGuildMember
}

export interface InteractionInfo {
  id: Snowflake
  token: string
  channelId: Snowflake
  /** The bot's permissions in this channel, overwrites included. */
  appPermissions: bigint
  resolved: Resolved
  /** The message that a pressed component sits on. */
  messageId?: Snowflake
}

export type MemberActor = Extract<Actor, { kind: 'member' }>

export interface InteractionCtx extends GuildCtx {
  readonly actor: MemberActor
  readonly interaction: InteractionInfo
  /** Changes the answer after it was sent. Waits for the answer to have arrived at Discord first. */
  editReply(body: MessageBody): Promise<void>
  /** Takes the answer back. */
  deleteReply(): Promise<void>
  /** Adds a message below the answer. */
  followUp(body: MessageBody, options?: { ephemeral?: boolean }): Promise<void>
}

/** Looks a person up among what Discord resolved; `undefined` for an id that it did not send along. */
export function findTarget(resolved: Resolved, id: Snowflake): Target | undefined {
  const user = resolved.users?.[id]
  if (user === undefined) return undefined
  const member = resolved.members?.[id]
  return { id, user, ...(member === undefined ? {} : { member }) }
}
