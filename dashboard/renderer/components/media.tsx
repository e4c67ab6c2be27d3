import type {
  APIFileComponent,
  APIMediaGalleryComponent,
  APIThumbnailComponent,
  APIUnfurledMediaItem,
} from 'discord-api-types/v10'
import { useScope } from '../context.tsx'
import { BlockSpoiler } from '../markdown/spoiler.tsx'
import { FileCard } from '../media/file-card.tsx'
import { GalleryGrid } from '../media/gallery-grid.tsx'
import { Picture } from '../media/picture.tsx'
import type { MessageScope } from '../types.ts'

const prefix = 'attachment://'

/** `attachment://name` names a file of the message itself. Discord docs: components/reference#unfurled-media-item. */
const attachmentOf = (url: string, { attachments }: MessageScope) =>
  url.startsWith(prefix)
    ? attachments.find((attachment) => attachment.filename === url.slice(prefix.length))
    : attachments.find((attachment) => attachment.url === url)

const addressOf = (media: APIUnfurledMediaItem, scope: MessageScope): string =>
  attachmentOf(media.url, scope)?.url ?? media.url

export const Thumbnail = ({ thumbnail }: { thumbnail: APIThumbnailComponent }) => {
  const scope = useScope()
  const url = addressOf(thumbnail.media, scope)
  const picture = <Picture className="dm-thumbnail" url={url} description={thumbnail.description} linked />
  return thumbnail.spoiler ? <BlockSpoiler>{picture}</BlockSpoiler> : picture
}

export const MediaGallery = ({ gallery }: { gallery: APIMediaGalleryComponent }) => {
  const scope = useScope()
  const pieces = gallery.items.map((item) => ({
    url: addressOf(item.media, scope),
    description: item.description,
    contentType: item.media.content_type ?? attachmentOf(item.media.url, scope)?.content_type,
    spoiler: item.spoiler === true,
  }))
  return <GalleryGrid pieces={pieces} />
}

export const File = ({ file }: { file: APIFileComponent }) => {
  const attachment = attachmentOf(file.file.url, useScope())
  const name = file.name ?? attachment?.filename ?? file.file.url.split(/[/?]/).findLast((part) => part.includes('.'))
  const size = file.size ?? attachment?.size
  const card = <FileCard name={name ?? 'File'} url={attachment?.url ?? file.file.url} size={size} />
  return file.spoiler ? <BlockSpoiler>{card}</BlockSpoiler> : card
}
