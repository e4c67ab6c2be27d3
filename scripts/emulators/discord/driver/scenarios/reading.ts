import type { Message, World } from '../../world/types.ts'
import { allComponents } from '../component-data.ts'
import { isObject, type Json } from '../types.ts'
import type { MessageOutcome } from './format.ts'
import type { Names } from './names.ts'

const loadingFlag = 128

export interface Control {
  label: string
  id: string
  customId: string
  disabled: boolean
  options: string[] | undefined
}

/** `moderation:undo` of `moderation:undo:17:…`: the rest of a custom id is the bot's own affair. */
export const idPrefix = (customId: string): string => customId.split(':').slice(0, 2).join(':')

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Everything in a message or form that one can press or fill in. */
export const controlsOf = (components: unknown): Control[] =>
  allComponents(components).flatMap((part) => {
    const customId = part['custom_id']
    if (typeof customId !== 'string') return []
    const options = Array.isArray(part['options']) ? part['options'].filter(isObject) : undefined
    const emoji = isObject(part['emoji']) ? textOf(part['emoji']['name']) : ''
    return [
      {
        label: textOf(part['label']) || textOf(part['placeholder']) || emoji,
        id: idPrefix(customId),
        customId,
        disabled: part['disabled'] === true,
        options: options?.map((option) => textOf(option['label'])),
      },
    ]
  })

const embedLines = (embed: Json): string[] => [
  textOf(embed['title']),
  textOf(embed['description']),
  ...(Array.isArray(embed['fields']) ? embed['fields'].filter(isObject) : []).map(
    (field) => `${textOf(field['name'])}: ${textOf(field['value'])}`,
  ),
  isObject(embed['footer']) ? textOf(embed['footer']['text']) : '',
]

const linkLines = (part: Json): string[] =>
  typeof part['url'] === 'string' ? [`[${textOf(part['label'])}](${part['url']})`] : []

const linesOf = ({ data, reactions, pinnedAt }: Message, names: Names): string[] => [
  ...((data.flags ?? 0) & loadingFlag ? ['(thinking…)'] : []),
  ...(data.referenced_message ? [`(reply to ${data.referenced_message.id})`] : []),
  data.content,
  ...data.embeds.filter(isObject).flatMap(embedLines),
  ...allComponents(data.components).flatMap((part) => [textOf(part['content']), ...linkLines(part)]),
  ...data.attachments.map(({ filename }) => `(file ${filename})`),
  ...[...reactions.values()].map(
    ({ emoji, userIds }) => `(${emoji.name} by ${[...userIds].map((id) => names.user(id)).join(', ')})`,
  ),
  ...(pinnedAt === null ? [] : ['(pinned)']),
]

/** What of a message may change; two equal texts mean that nobody sees a difference. */
export const fingerprint = ({ data, reactions, pinnedAt }: Message): string =>
  JSON.stringify([
    data.content,
    data.embeds,
    data.components,
    data.flags,
    data.attachments,
    [...reactions.values()].map(({ emoji, userIds }) => [emoji.name, [...userIds]]),
    pinnedAt,
  ])

/** A message as the people who may see it read it. Times are relative to when it was written or last edited. */
export const readMessage = (
  world: World,
  names: Names,
  { message, change }: { message: Message; change: MessageOutcome['change'] },
): MessageOutcome => {
  const { data } = message
  const at = Date.parse(data.edited_timestamp ?? data.timestamp)
  const readable = (text: string): string => names.readable(text, at)
  const controls = controlsOf(data.components).map(({ label, id, disabled, options }) => ({
    label: readable(label),
    id: readable(id),
    ...(disabled && { disabled: true as const }),
    ...(options && { options: options.map(readable) }),
  }))
  const channel = names.channel(message.channelId) ?? ''
  const guild = message.guildId === null ? undefined : names.guild(message.guildId)
  const first = world.guilds.keys().next().value
  const place = guild === undefined ? channel : `#${channel}${message.guildId === first ? '' : ` (${guild})`}`
  return {
    id: names.message(data.id),
    in: place,
    by: data.author.username,
    ...(message.visibleTo !== null && { only: names.user(message.visibleTo) ?? '?' }),
    change,
    text: linesOf(message, names)
      .filter((line) => line !== '')
      .flatMap((line) => readable(line).split('\n')),
    ...(controls.length > 0 && { controls }),
  }
}
