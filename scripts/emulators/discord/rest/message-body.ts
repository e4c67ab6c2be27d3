import { type APIAttachment, MessageFlags, type RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import type { MessageContent } from '../world/messages.ts'
import type { Message, Snowflake, World } from '../world/types.ts'
import type { UploadedFile } from './route.ts'

type Nullable<T> = { [K in keyof T]?: T[K] | null | undefined }

/** The writable fields that all message routes share; edits may null them. */
export type MessageBody = Nullable<
  Pick<
    RESTPostAPIChannelMessageJSONBody,
    'content' | 'embeds' | 'components' | 'flags' | 'allowed_mentions' | 'attachments'
  >
>

type AttachmentRequest = NonNullable<RESTPostAPIChannelMessageJSONBody['attachments']>[number]

const trimUploads = (world: World): void => {
  let total = 0
  for (const { bytes } of world.uploads.values()) total += bytes.length
  for (const [id, { bytes }] of world.uploads) {
    if (total <= world.limits.uploadBytes && world.uploads.size <= world.limits.uploads) return
    world.uploads.delete(id)
    total -= bytes.length
  }
}

const fileFor = (files: readonly UploadedFile[], index: string): UploadedFile | undefined =>
  files.find(({ field }) => field === `files[${index}]` || field === `file${index}` || field === `file[${index}]`)

/** Keeps an uploaded file, to be read at the emulator's `/attachments` address. */
export const storeUpload = (
  world: World,
  input: { channelId: Snowflake; file: UploadedFile; request?: AttachmentRequest | undefined },
): APIAttachment => {
  const { channelId, file, request } = input
  const id = world.newId()
  const name = request?.filename ?? file.name
  world.uploads.set(id, { name, contentType: file.contentType, bytes: file.bytes })
  trimUploads(world)
  const url = `${world.publicUrl}/attachments/${channelId}/${id}/${encodeURIComponent(name)}`
  return {
    id,
    filename: name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.contentType,
    ...(request?.description !== undefined && request.description !== null && { description: request.description }),
  }
}

const requestedAttachments = (
  world: World,
  input: { channelId: Snowflake; files: UploadedFile[]; requests: AttachmentRequest[]; kept: APIAttachment[] },
): APIAttachment[] =>
  input.requests.flatMap((request) => {
    const kept = input.kept.find(({ id }) => id === String(request.id))
    if (kept) return kept
    const file = fileFor(input.files, String(request.id))
    return file ? storeUpload(world, { channelId: input.channelId, file, request }) : []
  })

const attachmentsOf = (
  world: World,
  input: { channelId: Snowflake; body: MessageBody; files: UploadedFile[]; message?: Message | undefined },
): APIAttachment[] | undefined => {
  const { channelId, body, files, message } = input
  if (files.length > 10) throw discordError(30015, `${files.length} files of at most 10`)
  const kept = message?.data.attachments ?? []
  if (body.attachments === null) return []
  if (body.attachments) return requestedAttachments(world, { channelId, files, requests: body.attachments, kept })
  if (files.length === 0) return undefined
  return [...kept, ...files.map((file) => storeUpload(world, { channelId, file }))]
}

/**
 * A message with IS_COMPONENTS_V2, old or new, holds neither content nor embeds: an upgrade empties them in the same
 * edit. Discord docs: components/using-message-components.
 */
const checkUpgrade = (message: Message, body: MessageBody): void => {
  const flags = (message.data.flags ?? 0) | (body.flags ?? 0)
  if ((flags & MessageFlags.IsComponentsV2) === 0) return
  const hasContent = (body.content === undefined ? message.data.content : body.content) || false
  const embeds = body.embeds === undefined ? message.data.embeds : body.embeds
  if (!hasContent && !embeds?.length) return
  throw fieldError(
    hasContent ? 'content' : 'embeds',
    'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    'The field cannot be used with IS_COMPONENTS_V2; set content to null and embeds to [] in the same edit.',
  )
}

/** The world's form of a message body, with its files stored. With `message` it is an edit of that one. */
export const contentFrom = (
  world: World,
  input: { channelId: Snowflake; body: MessageBody; files: UploadedFile[]; message?: Message | undefined },
): MessageContent => {
  const { body, message } = input
  if (message) checkUpgrade(message, body)
  return {
    content: body.content,
    embeds: body.embeds,
    components: body.components,
    flags: body.flags ?? undefined,
    allowedMentions: body.allowed_mentions ?? undefined,
    attachments: attachmentsOf(world, input),
  }
}

type EmptyCheck = Nullable<Pick<RESTPostAPIChannelMessageJSONBody, 'sticker_ids' | 'poll' | 'message_reference'>>

/** True when a new message would show nothing at all: Discord answers 50006. */
export const isEmptyMessage = (body: MessageBody & EmptyCheck, files: readonly UploadedFile[]): boolean =>
  !body.content?.trim() &&
  !body.embeds?.length &&
  !body.components?.length &&
  !body.sticker_ids?.length &&
  !body.poll &&
  !body.message_reference?.type &&
  files.length === 0
