import {
  type APIEmoji,
  AuditLogEvent,
  type RESTPatchAPIGuildEmojiJSONBody,
  type RESTPostAPIGuildEmojiJSONBody,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { requireGuild, requireGuildPermission, requireUser } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { readImageData, storeImage } from '../world/images.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Guild, World } from '../world/types.ts'
import { auditAsBot, bodyOf, type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts'

type EmojiCall = Call<'guild_id' | 'emoji_id'>

/** Without boosts; animated and still ones count apart. Discord docs: resources/emoji. */
const maxPerKind = 50
const maxEmojiBytes = 256 * 1024

const requireEmoji = (call: EmojiCall): [APIEmoji, Guild] => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const emoji = guild.emojis.get(call.params.emoji_id)
  if (!emoji) throw discordError(10014, `no emoji ${call.params.emoji_id} in ${guild.name}`)
  return [emoji, guild]
}

const announce = (world: World, guild: Guild): void =>
  world.emit({
    type: 'GUILD_EMOJIS_UPDATE',
    guildId: guild.id,
    payload: { guild_id: guild.id, emojis: [...guild.emojis.values()] },
  })

const checkName = (name: string): string => {
  if (/^\w{2,32}$/.test(name)) return name
  throw fieldError('name', 'STRING_TYPE_REGEX', 'Must be 2 to 32 letters, digits or underscores.')
}

const create = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'CreateGuildExpressions')
  const body = bodyOf<RESTPostAPIGuildEmojiJSONBody>(call)
  const picture = readImageData('image', body.image, maxEmojiBytes)
  const animated = picture.contentType === 'image/gif'
  const ofKind = [...guild.emojis.values()].filter((emoji) => emoji.animated === animated)
  if (ofKind.length >= maxPerKind) throw discordError(animated ? 30018 : 30008)
  const id = world.newId()
  const emoji: APIEmoji = {
    id,
    name: checkName(body.name),
    roles: (body.roles ?? []).map(String),
    user: requireUser(world, world.application.botId).data,
    require_colons: true,
    managed: false,
    animated,
    available: true,
  }
  storeImage(world, id, picture)
  guild.emojis.set(id, emoji)
  const changes = changesBetween({}, { name: emoji.name })
  auditAsBot(call, guild, { action: AuditLogEvent.EmojiCreate, targetId: id, changes })
  announce(world, guild)
  return created(emoji)
}

/** A bot that made the emoji needs CREATE_GUILD_EXPRESSIONS, for those of others MANAGE_GUILD_EXPRESSIONS. */
export const requireExpressionRight = (world: World, guild: Guild, creatorId: string | undefined): void => {
  const isOwn = creatorId === world.application.botId
  requireGuildPermission(world, guild, isOwn ? 'CreateGuildExpressions' : 'ManageGuildExpressions')
}

const patch = (call: EmojiCall): Reply => {
  const [emoji, guild] = requireEmoji(call)
  requireExpressionRight(call.world, guild, emoji.user?.id)
  const body = bodyOf<RESTPatchAPIGuildEmojiJSONBody>(call)
  const before = { name: emoji.name }
  if (body.name !== undefined) emoji.name = checkName(body.name)
  if (body.roles !== undefined) emoji.roles = (body.roles ?? []).map(String)
  const changes = changesBetween(before, { name: emoji.name })
  auditAsBot(call, guild, { action: AuditLogEvent.EmojiUpdate, targetId: emoji.id, changes })
  announce(call.world, guild)
  return ok(emoji)
}

const remove = (call: EmojiCall): Reply => {
  const [emoji, guild] = requireEmoji(call)
  requireExpressionRight(call.world, guild, emoji.user?.id)
  guild.emojis.delete(call.params.emoji_id)
  auditAsBot(call, guild, { action: AuditLogEvent.EmojiDelete, targetId: emoji.id })
  announce(call.world, guild)
  return noContent
}

const base = '/guilds/{guild_id}/emojis'

/** Emojis of guilds. Discord docs: resources/emoji. */
export const emojiRoutes: Route[] = [
  route('GET', base, (call) => {
    const { emojis } = requireGuild(call.world, call.params.guild_id)
    return ok([...emojis.values()].sort((a, b) => compareIds(a.id ?? '0', b.id ?? '0')))
  }),
  route('POST', base, create),
  route('GET', `${base}/{emoji_id}`, (call) => ok(requireEmoji(call)[0])),
  route('PATCH', `${base}/{emoji_id}`, patch),
  route('DELETE', `${base}/{emoji_id}`, remove),
]
