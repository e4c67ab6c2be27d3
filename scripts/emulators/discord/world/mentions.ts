import { AllowedMentionsTypes, type APIAllowedMentions, PermissionFlagsBits } from 'discord-api-types/v10'
import { effectivePermissions } from '../permissions.ts'
import { guildOf } from './access.ts'
import type { Channel, Pings, Snowflake, World } from './types.ts'

export const noPings: Pings = { everyone: false, users: [], roles: [] }

interface MentionInput {
  channel: Channel
  /** Whose right to mention everyone counts. */
  authorId: Snowflake
  text: string
  allowed: APIAllowedMentions
  repliedUserId: Snowflake | null
}

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, ' ').replace(/`[^`\n]*`/g, ' ')

const idsIn = (text: string, pattern: RegExp): Snowflake[] => [
  ...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])),
]

const allows = (
  allowed: APIAllowedMentions,
  type: AllowedMentionsTypes.User | AllowedMentionsTypes.Role,
  id: Snowflake,
): boolean => {
  const listed = type === AllowedMentionsTypes.User ? allowed.users : allowed.roles
  return allowed.parse?.includes(type) === true || listed?.includes(id) === true
}

/** What `allowed_mentions` is when a bot-token message does not carry it: everything. */
export const allowEverything: APIAllowedMentions = {
  parse: [AllowedMentionsTypes.User, AllowedMentionsTypes.Role, AllowedMentionsTypes.Everyone],
  replied_user: true,
}

/** The same for interaction answers and webhooks: users only. Discord docs: resources/message#allowed-mentions-object. */
export const allowUsers: APIAllowedMentions = { parse: [AllowedMentionsTypes.User] }

/**
 * Whom a text notifies in that channel: mentions outside code, filtered by `allowed_mentions`, roles only when they
 * are mentionable or the author may mention everyone. Users and roles that do not exist there are dropped.
 */
export const computePings = (world: World, input: MentionInput): Pings => {
  const { channel, allowed } = input
  const text = withoutCode(input.text)
  const guild = guildOf(world, channel)
  const permissions = guild ? effectivePermissions(world, guild, input.authorId, channel) : 0n
  const mayMentionAll = (permissions & PermissionFlagsBits.MentionEveryone) !== 0n
  const users = idsIn(text, /<@!?(\d+)>/g).filter(
    (id) => world.users.has(id) && allows(allowed, AllowedMentionsTypes.User, id),
  )
  if (input.repliedUserId !== null && allowed.replied_user === true && !users.includes(input.repliedUserId)) {
    users.push(input.repliedUserId)
  }
  const roles = idsIn(text, /<@&(\d+)>/g).filter((id) => {
    const role = guild?.roles.get(id)
    return role && (role.mentionable || mayMentionAll) && allows(allowed, AllowedMentionsTypes.Role, id)
  })
  const everyone =
    mayMentionAll && /@(everyone|here)\b/.test(text) && allowed.parse?.includes(AllowedMentionsTypes.Everyone) === true
  return { everyone, users, roles }
}

/** Every text of the components that can mention: the contents of text displays at any depth. */
export const textOfComponents = (components: unknown): string => {
  if (Array.isArray(components)) return components.map(textOfComponents).join('\n')
  if (typeof components !== 'object' || components === null) return ''
  const own = 'content' in components && typeof components.content === 'string' ? components.content : ''
  const nested = 'components' in components ? textOfComponents(components.components) : ''
  return `${own}\n${nested}`
}
