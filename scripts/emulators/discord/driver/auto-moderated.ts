import { isQuarantined, judgeProfile, judgeText, type TextVerdict } from '../world/auto-moderation.ts'
import { createMessage, editMessage, type NewMessage } from '../world/messages.ts'
import type { Guild, Member, Message, World } from '../world/types.ts'
import type { Place } from './lookup.ts'
import { DriverError } from './types.ts'

type Written = Omit<NewMessage, 'channel' | 'author' | 'origin'>

const nothingFound: TextVerdict = { blocked: null, carryOut: () => {} }

/**
 * Throws `blocked_by_automod` with the rule's words, after its actions, where an AutoMod rule of the guild blocks the
 * text, and `quarantined` for a sender whose profile broke one. Else what remains to be carried out once it is sent.
 * Discord docs: resources/auto-moderation#auto-moderation-rule-object-event-types (messages sent and edited).
 */
export const passAutoMod = (world: World, { guild, channel, user }: Place, content: string): TextVerdict => {
  if (!guild) return nothingFound
  const { id: userId, username } = user.data
  const member = guild.members.get(userId)
  if (member && isQuarantined(member))
    throw new DriverError('quarantined', `AutoMod has quarantined ${username} for their profile.`)
  const verdict = judgeText(world, guild, { userId, channel, content })
  if (verdict.blocked === null) return verdict
  verdict.carryOut(null)
  throw new DriverError('blocked_by_automod', verdict.blocked)
}

/** Posts what a person wrote, unless AutoMod blocks it. Alerts, timeouts and the audit log happen either way. */
export const postAsPerson = (world: World, place: Place, written: Written): Message => {
  const verdict = passAutoMod(world, place, written.content ?? '')
  const { channel, user } = place
  const message = createMessage(world, { ...written, channel, author: user.data, origin: 'user' })
  verdict.carryOut(message.data.id)
  return message
}

/** Changes what a person wrote, unless AutoMod blocks the new text: then the old one stays. */
export const editAsPerson = (world: World, place: Place, edit: { message: Message; content: string }): Message => {
  const { message, content } = edit
  const verdict = passAutoMod(world, place, content)
  const edited = editMessage(world, message, { content })
  verdict.carryOut(message.data.id)
  return edited
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
