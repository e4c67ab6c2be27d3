import type { APIEmoji } from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { requireUser } from '../world/access.ts'
import { readImageData, storeImage } from '../world/images.ts'
import { compareIds } from '../world/snowflake.ts'
import { checkApplication } from './applications.ts'
import { bodyOf, type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts'

const maxEmojis = 2000
const maxBytes = 256 * 1024

type EmojiCall = Call<'application_id' | 'emoji_id'>

const checkName = (name: unknown): string => {
  if (typeof name === 'string' && /^\w{2,32}$/.test(name)) return name
  throw fieldError('name', 'STRING_TYPE_REGEX', 'String value did not match validation regex: 2-32 of A-Z, 0-9 and _.')
}

const list = (call: Call<'application_id'>): Reply => {
  checkApplication(call.world, call.params.application_id)
  const items = [...call.world.application.emojis.values()]
  return ok({ items: items.sort((a, b) => compareIds(a.id ?? '0', b.id ?? '0')) })
}

const create = (call: Call<'application_id'>): Reply => {
  const { world } = call
  checkApplication(world, call.params.application_id)
  const body = bodyOf<{ name?: unknown; image?: string }>(call)
  const name = checkName(body.name)
  if (world.application.emojis.size >= maxEmojis) throw discordError(30008)
  const upload = readImageData('image', body.image ?? '', maxBytes)
  const id = world.newId()
  storeImage(world, id, upload)
  const emoji: APIEmoji = {
    id,
    name,
    roles: [],
    user: requireUser(world, world.application.botId).data,
    require_colons: true,
    managed: false,
    animated: upload.contentType === 'image/gif',
    available: true,
  }
  world.application.emojis.set(id, emoji)
  return created(emoji)
}

const requireEmoji = (call: EmojiCall): APIEmoji => {
  checkApplication(call.world, call.params.application_id)
  const emoji = call.world.application.emojis.get(call.params.emoji_id)
  if (!emoji) throw discordError(10014, `the application has no emoji ${call.params.emoji_id}`)
  return emoji
}

const rename = (call: EmojiCall): Reply => {
  const emoji = requireEmoji(call)
  emoji.name = checkName(bodyOf<{ name?: unknown }>(call).name)
  return ok(emoji)
}

const remove = (call: EmojiCall): Reply => {
  requireEmoji(call)
  call.world.application.emojis.delete(call.params.emoji_id)
  call.world.images.delete(call.params.emoji_id)
  return noContent
}

const base = '/applications/{application_id}/emojis'

/** The application's own emojis, usable everywhere. Discord docs: resources/emoji#application-owned-emoji. */
export const applicationEmojiRoutes: Route[] = [
  route('GET', base, list),
  route('POST', base, create),
  route('GET', `${base}/{emoji_id}`, (call) => ok(requireEmoji(call))),
  route('PATCH', `${base}/{emoji_id}`, rename),
  route('DELETE', `${base}/{emoji_id}`, remove),
]
