import { isQuarantined, judgeProfile, judgeText } from '../world/auto-moderation.ts'
import { createMessage, type NewMessage } from '../world/messages.ts'
import type { Guild, Member, Message, World } from '../world/types.ts'
import type { Place } from './lookup.ts'
import { DriverError } from './types.ts'

type Written = Omit<NewMessage, 'channel' | 'author' | 'origin'>

/**
 * Posts what a person wrote, unless an AutoMod rule of the guild blocks it: then the sender gets `blocked_by_automod`
 * with the rule's words. Alerts, timeouts and the audit log happen either way.
 */
export const postAsPerson = (world: World, { guild, channel, user }: Place, written: Written): Message => {
  const author = user.data
  const post = () => createMessage(world, { ...written, channel, author, origin: 'user' })
  if (!guild) return post()
  const member = guild.members.get(author.id)
  if (member && isQuarantined(member))
    throw new DriverError('quarantined', `AutoMod has quarantined ${author.username} for their profile.`)
  const verdict = judgeText(world, guild, { userId: author.id, channel, content: written.content ?? '' })
  if (verdict.blocked !== null) {
    verdict.carryOut(null)
    throw new DriverError('blocked_by_automod', verdict.blocked)
  }
  const message = post()
  verdict.carryOut(message.data.id)
  return message
}

const memberOf = (guild: Guild, payload: unknown): Member | undefined => {
  if (typeof payload !== 'object' || payload === null || !('userId' in payload)) return undefined
  return typeof payload.userId === 'string' ? guild.members.get(payload.userId) : undefined
}

/** Holds the names of people who join or change against the rules for profiles. Returns the function that stops it. */
export const watchProfiles = (world: World): (() => void) =>
  world.onEvent(({ type, guildId, payload }) => {
    if (type !== 'GUILD_MEMBER_ADD' && type !== 'GUILD_MEMBER_UPDATE') return
    const guild = guildId === null ? undefined : world.guilds.get(guildId)
    const member = guild && memberOf(guild, payload)
    if (guild && member && guild.community.autoModRules.size > 0) judgeProfile(world, guild, member)
  })
