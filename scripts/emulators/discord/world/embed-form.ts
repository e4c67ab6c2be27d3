import { type APIAttachment, type APIEmbed, EmbedType } from 'discord-api-types/v10'

/** Guarantee: dropping the nulls of an object leaves its other fields as they are. */
const withoutNulls = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== undefined)) as T

const scheme = 'attachment://'

/** Pictures named `attachment://name` get the address of that file of the same message. */
const withAddress = <T extends object>(picture: T, key: keyof T & string, files: readonly APIAttachment[]): T => {
  const url = String(picture[key] ?? '')
  const file = url.startsWith(scheme) ? files.find(({ filename }) => scheme + filename === url) : undefined
  return withoutNulls(file ? { ...picture, [key]: file.url, [`proxy_${key}`]: file.proxy_url } : picture)
}

/**
 * Embeds as a message shows them: of type `rich` unless said otherwise, fields not inline by default, no nulls, and
 * pictures of the message's own files with their addresses.
 * Discord docs: resources/message#embed-object.
 */
export const shownEmbeds = (embeds: readonly APIEmbed[], files: readonly APIAttachment[]): APIEmbed[] =>
  embeds.map((embed) => {
    const shown = withoutNulls(embed)
    return {
      type: EmbedType.Rich,
      ...shown,
      ...(shown.fields && { fields: shown.fields.map((field) => ({ ...field, inline: field.inline ?? false })) }),
      ...(shown.footer && { footer: withAddress(shown.footer, 'icon_url', files) }),
      ...(shown.author && { author: withAddress(shown.author, 'icon_url', files) }),
      ...(shown.image && { image: withAddress(shown.image, 'url', files) }),
      ...(shown.thumbnail && { thumbnail: withAddress(shown.thumbnail, 'url', files) }),
      ...(shown.timestamp && { timestamp: new Date(shown.timestamp).toISOString() }),
    }
  })

const picturesOf = ({ image, thumbnail, author, footer }: APIEmbed) => [
  image?.url,
  thumbnail?.url,
  author?.icon_url,
  footer?.icon_url,
]

/** The files that a message shows beside its embeds: those that an embed shows as its picture are not listed again. */
export const filesBeside = (embeds: readonly APIEmbed[], files: APIAttachment[]): APIAttachment[] => {
  if (files.length === 0 || embeds.length === 0) return files
  const shown = new Set(embeds.flatMap(picturesOf))
  return files.filter(({ url }) => !shown.has(url))
}
