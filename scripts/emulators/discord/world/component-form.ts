import { type APIAttachment, type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10'
import type { Snowflake } from './types.ts'

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const isSelect = (type: unknown): boolean =>
  type === ComponentType.StringSelect ||
  type === ComponentType.UserSelect ||
  type === ComponentType.RoleSelect ||
  type === ComponentType.MentionableSelect ||
  type === ComponentType.ChannelSelect

/** Fields that Discord shows with these values when the bot left them out. Discord docs: components/reference. */
const defaultsOf = (type: unknown): Json => {
  if (isSelect(type)) return { min_values: 1, max_values: 1 }
  switch (type) {
    case ComponentType.Container:
      return { accent_color: null, spoiler: false }
    case ComponentType.Separator:
      return { spacing: 1, divider: true }
    case ComponentType.Thumbnail:
      return { description: null, spoiler: false }
    case ComponentType.File:
      return { spoiler: false }
    default:
      return {}
  }
}

const withoutNulls = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field != null))

export interface ComponentContext {
  /** Attachments of the same message, which `attachment://name` means. */
  attachments: readonly APIAttachment[]
  newId(): Snowflake
}

const resolveMedia = (context: ComponentContext, media: unknown): Json => {
  const url = isJson(media) && typeof media['url'] === 'string' ? media['url'] : ''
  const known = isJson(media) && typeof media['id'] === 'string' ? media['id'] : context.newId()
  const name = url.startsWith('attachment://') ? url.slice('attachment://'.length) : null
  const file = name === null ? undefined : context.attachments.find(({ filename }) => filename === name)
  if (!file) return { id: known, url, proxy_url: url }
  const { url: own, proxy_url, content_type } = file
  return withoutNulls({ id: known, url: own, proxy_url, content_type, attachment_id: file.id })
}

const galleryItem = (context: ComponentContext, item: unknown): Json => {
  const fields = isJson(item) ? withoutNulls(item) : {}
  return { description: null, spoiler: false, ...fields, media: resolveMedia(context, fields['media']) }
}

const fileOf = (context: ComponentContext, media: unknown): Json => {
  const url = isJson(media) ? String(media['url'] ?? '') : ''
  const file = context.attachments.find((entry) => url === `attachment://${entry.filename}` || url === entry.url)
  return { file: resolveMedia(context, media), name: file?.filename ?? null, size: file?.size ?? null }
}

const mediaFields = (context: ComponentContext, component: Json): Json => {
  if (component['type'] === ComponentType.Thumbnail) return { media: resolveMedia(context, component['media']) }
  if (component['type'] === ComponentType.File) return fileOf(context, component['file'])
  const items = component['items']
  return Array.isArray(items) ? { items: items.map((item) => galleryItem(context, item)) } : {}
}

/** Guarantee: the request's components were validated, and filling in their answer's fields keeps their kinds. */
const asComponents = (components: unknown[]): APIMessageTopLevelComponent[] =>
  components as APIMessageTopLevelComponent[]

/**
 * Components as a message shows them: numbered in order, with the defaults of fields left out, without nulls, and with
 * their media resolved against the message's attachments. Discord docs: components/reference#anatomy-of-a-component.
 */
export const shownComponents = (
  components: readonly unknown[],
  context: ComponentContext,
): APIMessageTopLevelComponent[] => {
  let next = 1
  const show = (component: unknown): Json => {
    const fields = isJson(component) ? withoutNulls(structuredClone(component)) : {}
    const id = typeof fields['id'] === 'number' && fields['id'] !== 0 ? fields['id'] : next++
    const { components: children, accessory, options } = fields
    return {
      ...defaultsOf(fields['type']),
      ...fields,
      id,
      ...mediaFields(context, fields),
      ...(Array.isArray(options) && {
        options: options.map((option) => (isJson(option) ? withoutNulls(option) : option)),
      }),
      ...(Array.isArray(children) && { components: children.map(show) }),
      ...(accessory !== undefined && { accessory: show(accessory) }),
    }
  }
  return asComponents(components.map(show))
}
