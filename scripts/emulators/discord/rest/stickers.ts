import {
  type APISticker,
  AuditLogEvent,
  type RESTPatchAPIGuildStickerJSONBody,
  StickerFormatType,
  StickerType,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { requireGuild, requireGuildPermission, requireUser } from '../world/access.ts'
import { changesBetween } from '../world/audit.ts'
import { imageType, storeImage } from '../world/images.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Guild, World } from '../world/types.ts'
import { requireExpressionRight } from './emojis.ts'
import { auditAsBot, bodyOf, type Call, created, noContent, ok, type Reply, type Route, route } from './route.ts'

type StickerCall = Call<'guild_id' | 'sticker_id'>

/** Without boosts. Discord docs: resources/sticker. */
const maxStickers = 5
const maxStickerBytes = 512 * 1024

const formats: Record<string, StickerFormatType | undefined> = {
  'image/png': StickerFormatType.PNG,
  'image/gif': StickerFormatType.GIF,
}

const announce = (world: World, guild: Guild): void =>
  world.emit({
    type: 'GUILD_STICKERS_UPDATE',
    guildId: guild.id,
    payload: { guild_id: guild.id, stickers: [...guild.stickers.values()] },
  })

const requireSticker = (call: StickerCall): [APISticker, Guild] => {
  const guild = requireGuild(call.world, call.params.guild_id)
  const sticker = guild.stickers.get(call.params.sticker_id)
  if (!sticker) throw discordError(10060, `no sticker ${call.params.sticker_id} in ${guild.name}`)
  return [sticker, guild]
}

const fileOf = (call: Call): { contentType: string; bytes: Uint8Array } => {
  const file = call.files.find(({ field }) => field === 'file')
  if (!file) throw fieldError('file', 'BASE_TYPE_REQUIRED', 'This field is required')
  if (file.bytes.length > maxStickerBytes) throw discordError(50045, `the sticker has ${file.bytes.length} bytes`)
  const contentType = imageType(file.bytes)
  if (contentType === null) throw discordError(50046, 'the sticker is neither PNG nor GIF')
  return { contentType, bytes: file.bytes }
}

const create = (call: Call<'guild_id'>): Reply => {
  const { world } = call
  const guild = requireGuild(world, call.params.guild_id)
  requireGuildPermission(world, guild, 'CreateGuildExpressions')
  if (guild.stickers.size >= maxStickers) throw discordError(30039)
  const body = bodyOf<{ name: string; tags: string; description?: string | null }>(call)
  const file = fileOf(call)
  const id = world.newId()
  const sticker: APISticker = {
    id,
    name: body.name,
    tags: body.tags,
    type: StickerType.Guild,
    format_type: formats[file.contentType] ?? StickerFormatType.PNG,
    description: body.description || null,
    available: true,
    guild_id: guild.id,
    user: requireUser(world, world.application.botId).data,
  }
  storeImage(world, id, { name: body.name, ...file })
  guild.stickers.set(id, sticker)
  const changes = changesBetween({}, { name: sticker.name, tags: sticker.tags })
  auditAsBot(call, guild, { action: AuditLogEvent.StickerCreate, targetId: id, changes })
  announce(world, guild)
  return created(sticker)
}

const patch = (call: StickerCall): Reply => {
  const [sticker, guild] = requireSticker(call)
  requireExpressionRight(call.world, guild, sticker.user?.id)
  const body = bodyOf<RESTPatchAPIGuildStickerJSONBody>(call)
  const before = { name: sticker.name, tags: sticker.tags, description: sticker.description }
  if (body.name !== undefined) sticker.name = body.name
  if (body.tags !== undefined) sticker.tags = body.tags
  if (body.description !== undefined) sticker.description = body.description
  const { name, tags, description } = sticker
  const changes = changesBetween(before, { name, tags, description })
  auditAsBot(call, guild, { action: AuditLogEvent.StickerUpdate, targetId: sticker.id, changes })
  announce(call.world, guild)
  return ok(sticker)
}

const remove = (call: StickerCall): Reply => {
  const [sticker, guild] = requireSticker(call)
  requireExpressionRight(call.world, guild, sticker.user?.id)
  guild.stickers.delete(sticker.id)
  auditAsBot(call, guild, { action: AuditLogEvent.StickerDelete, targetId: sticker.id })
  announce(call.world, guild)
  return noContent
}

const findAnywhere = (call: Call<'sticker_id'>): APISticker => {
  for (const guild of call.world.guilds.values()) {
    const sticker = guild.stickers.get(call.params.sticker_id)
    if (sticker) return sticker
  }
  throw discordError(10060, `no sticker ${call.params.sticker_id}`)
}

const base = '/guilds/{guild_id}/stickers'

/** Stickers. Discord's own packs are not here, so their list is empty. Discord docs: resources/sticker. */
export const stickerRoutes: Route[] = [
  route('GET', base, (call) => {
    const { stickers } = requireGuild(call.world, call.params.guild_id)
    return ok([...stickers.values()].sort((a, b) => compareIds(a.id, b.id)))
  }),
  route('POST', base, create),
  route('GET', `${base}/{sticker_id}`, (call) => ok(requireSticker(call)[0])),
  route('PATCH', `${base}/{sticker_id}`, patch),
  route('DELETE', `${base}/{sticker_id}`, remove),
  route('GET', '/stickers/{sticker_id}', (call) => ok(findAnywhere(call))),
  route('GET', '/sticker-packs', () => ok({ sticker_packs: [] })),
  route('GET', '/sticker-packs/{pack_id}', (call) => {
    throw discordError(10061, `no sticker pack ${call.params.pack_id}`)
  }),
]
