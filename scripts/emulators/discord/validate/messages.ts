import { mediaScheme, messageComponentProblems, needsV2 } from './components.ts'
import {
  duplicates,
  filled,
  isObject,
  type Json,
  objects,
  type Path,
  type Problem,
  present,
  problem,
  text,
  tooMany,
} from './problem.ts'

export const flag = {
  suppressEmbeds: 4,
  ephemeral: 64,
  suppressNotifications: 4096,
  voice: 8192,
  componentsV2: 32768,
} as const

const maxContent = 2000
const maxEmbedTotal = 6000
const v2Forbidden = ['content', 'embeds', 'poll', 'sticker_ids', 'shared_client_theme']

export interface MessageContext {
  path: Path
  kind: 'create' | 'edit'
  /** For routes that take uploads: only they know whether files came along, so they judge emptiness themselves. */
  mayBeEmpty?: boolean
  /** Whether the message that an edit changes carries IS_COMPONENTS_V2 already; undefined when not known. */
  v2?: boolean | undefined
}

/**
 * The rules of a message body that Discord's schemas miss (resources/message, components/reference): 2000 characters,
 * 6000 in all embeds, V2 without legacy fields, component totals, polls, mentions, and 50006 for an empty message.
 */
export const messageProblems = (body: Json, context: MessageContext): Problem[] => {
  const v2 = usesV2(body, context)
  return [
    ...contentProblems(body, context.path),
    ...embedProblems(body['embeds'], [...context.path, 'embeds']),
    ...mentionProblems(body['allowed_mentions'], [...context.path, 'allowed_mentions']),
    ...(v2 ? v2Problems(body, context.path) : []),
    ...messageComponentProblems(body['components'], [...context.path, 'components'], v2),
    ...pollProblems(body['poll'], [...context.path, 'poll']),
    ...attachmentProblems(body['attachments'], [...context.path, 'attachments']),
    ...(context.kind === 'create' && !context.mayBeEmpty && isEmpty(body)
      ? [problem(context.path, '50006', 'Cannot send an empty message.')]
      : []),
  ]
}

const usesV2 = (body: Json, context: MessageContext): boolean | undefined => {
  const flags = typeof body['flags'] === 'number' ? body['flags'] : 0
  if ((flags & flag.componentsV2) !== 0 || context.v2 === true) return true
  if (context.kind === 'create' || context.v2 === false) return false
  return needsV2(body['components']) ? true : undefined
}

const contentProblems = (body: Json, path: Path): Problem[] => {
  const length = text(body['content']).length
  // Above 4000 the schema of Create Message reports it already.
  return length > maxContent && length <= 4000
    ? [
        tooMany([...path, 'content'], 'BASE_TYPE_MAX_LENGTH', {
          subject: 'content',
          got: length,
          max: maxContent,
          unit: 'in length',
        }),
      ]
    : []
}

const v2Problems = (body: Json, path: Path): Problem[] =>
  v2Forbidden
    .filter((key) => filled(body[key]))
    .map((key) =>
      problem(
        [...path, key],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The "${key}" field cannot be used when using MessageFlags.IS_COMPONENTS_V2.`,
      ),
    )

const isEmpty = (body: Json): boolean =>
  !['content', 'embeds', 'components', 'attachments', 'poll', 'sticker_ids', 'shared_client_theme'].some((key) =>
    filled(body[key]),
  ) && !(isObject(body['message_reference']) && body['message_reference']['type'] === 1)

const embedLength = (embed: Json): number => {
  const author = isObject(embed['author']) ? text(embed['author']['name']).length : 0
  const footer = isObject(embed['footer']) ? text(embed['footer']['text']).length : 0
  const fields = objects(embed['fields']).reduce(
    (sum, [, field]) => sum + text(field['name']).length + text(field['value']).length,
    0,
  )
  return text(embed['title']).length + text(embed['description']).length + author + footer + fields
}

const embedProblems = (embeds: unknown, path: Path): Problem[] => {
  const list = objects(embeds)
  const total = list.reduce((sum, [, embed]) => sum + embedLength(embed), 0)
  return [
    ...(total > maxEmbedTotal
      ? [
          tooMany(path, 'MAX_EMBED_SIZE_EXCEEDED', {
            subject: 'embeds',
            got: total,
            max: maxEmbedTotal,
            unit: 'in length over all embeds',
          }),
        ]
      : []),
    ...list.flatMap(([index, embed]) => oneEmbed(embed, [...path, index])),
  ]
}

const oneEmbed = (embed: Json, path: Path): Problem[] => [
  ...objects(embed['fields']).flatMap(([index, field]) =>
    ['name', 'value']
      .filter((key) => field[key] === '')
      .map((key) => problem([...path, 'fields', index, key], 'BASE_TYPE_REQUIRED', 'This field is required.')),
  ),
  ...mediaScheme(embed['url'], [...path, 'url'], ['http:', 'https:']),
  ...['image', 'thumbnail'].flatMap((key) => {
    const media = embed[key]
    return isObject(media) ? mediaScheme(media['url'], [...path, key, 'url'], ['http:', 'https:', 'attachment:']) : []
  }),
]

const mentionProblems = (mentions: unknown, path: Path): Problem[] => {
  if (!isObject(mentions) || !Array.isArray(mentions['parse'])) return []
  const parse: unknown[] = mentions['parse']
  return ['users', 'roles']
    .filter((key) => parse.includes(key) && filled(mentions[key]))
    .map((key) =>
      problem(
        [...path, key],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
      ),
    )
}

const pollProblems = (poll: unknown, path: Path): Problem[] => {
  if (!isObject(poll)) return []
  const question = isObject(poll['question']) ? text(poll['question']['text']) : ''
  const answers = objects(poll['answers'])
  return [
    ...(question === ''
      ? [problem([...path, 'question', 'text'], 'BASE_TYPE_REQUIRED', 'This field is required.')]
      : []),
    ...answers.flatMap(([index, answer]) =>
      answerProblems(answer['poll_media'], [...path, 'answers', index, 'poll_media']),
    ),
  ]
}

const maxAnswer = 55

const answerProblems = (media: unknown, path: Path): Problem[] => {
  if (!isObject(media)) return []
  const length = text(media['text']).length
  if (length === 0 && !isObject(media['emoji']))
    return [problem([...path, 'text'], 'BASE_TYPE_REQUIRED', 'An answer needs a text or an emoji.')]
  return length > maxAnswer
    ? [
        tooMany([...path, 'text'], 'BASE_TYPE_MAX_LENGTH', {
          subject: 'poll answer',
          got: length,
          max: maxAnswer,
          unit: 'in length',
        }),
      ]
    : []
}

const attachmentProblems = (attachments: unknown, path: Path): Problem[] =>
  duplicates(
    objects(attachments).map(([index, item]) => ({
      key: present(item['id']) ? String(item['id']) : undefined,
      path: [...path, index, 'id'],
    })),
  ).map((at) => problem(at, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The attachments contain this id already.'))
