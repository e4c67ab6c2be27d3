import type { APIUser } from 'discord-api-types/v10'
import type { RenderContext } from './types.ts'

type Addresses = Pick<RenderContext, 'cdnBase' | 'mediaUrl' | 'resolve'>

/** The address of a picture as it may be loaded here, or undefined. Only http, https and data pictures are. */
export const pictureUrl = (context: Addresses, url: string | null | undefined): string | undefined => {
  if (!url || !/^(?:https?:|data:image\/|blob:)/i.test(url)) return undefined
  return context.mediaUrl ? context.mediaUrl(url) : url
}

const onCdn = (context: Addresses, path: string): string | undefined =>
  context.cdnBase ? pictureUrl(context, `${context.cdnBase}/${path}`) : undefined

/** Discord docs: reference#image-formatting; sizes are powers of two from 16 to 4096. */
export const emojiUrl = (
  context: Addresses,
  emoji: { id: string; animated?: boolean | undefined },
): string | undefined =>
  pictureUrl(context, context.resolve.emoji?.(emoji.id)?.url) ??
  onCdn(context, `emojis/${emoji.id}.${emoji.animated ? 'gif' : 'webp'}?size=64`)

export const avatarUrl = (context: Addresses, user: Pick<APIUser, 'id' | 'avatar'>): string | undefined =>
  pictureUrl(context, context.resolve.user?.(user.id)?.avatarUrl) ??
  (user.avatar ? onCdn(context, `avatars/${user.id}/${user.avatar}.webp?size=128`) : undefined)

const stickerEnding: Readonly<Record<number, string>> = { 1: 'png', 2: 'png', 4: 'gif' }

/** Lottie stickers are no pictures: their name stands in. */
export const stickerUrl = (context: Addresses, sticker: { id: string; format_type: number }): string | undefined => {
  const ending = stickerEnding[sticker.format_type]
  return ending ? onCdn(context, `stickers/${sticker.id}.${ending}`) : undefined
}

/** The visible name: nickname here, display name, or user name. */
export const nameOf = (
  context: Pick<RenderContext, 'resolve'>,
  user: Pick<APIUser, 'id' | 'username'> & { global_name?: string | null },
): string => context.resolve.user?.(user.id)?.name ?? user.global_name ?? user.username

const hues = [0x5b6ee1, 0x2f8f6b, 0xb5533c, 0x8a5bb5, 0x3f7fae, 0x9a6b1f] as const

/** The letters and the ground of an avatar without a picture; the same user always gets the same. */
export const initialsOf = (name: string, id: string): { letters: string; color: number } => {
  const letters = [...name.trim()].slice(0, 1).join('').toLocaleUpperCase()
  return {
    letters: letters || '?',
    color: hues[Number(BigInt.asUintN(32, BigInt(/^\d+$/.test(id) ? id : 0)) % 6n)] ?? hues[0],
  }
}
