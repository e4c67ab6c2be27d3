import { type APIAttachment, AttachmentFlags } from 'discord-api-types/v10'
import { Mic, Music, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { BlockSpoiler } from '../markdown/spoiler.tsx'
import { FileCard } from './file-card.tsx'
import { GalleryGrid, type GalleryPiece } from './gallery-grid.tsx'

type Kind = 'image' | 'video' | 'audio' | 'file'

const endings: readonly [Kind, RegExp][] = [
  ['image', /\.(?:png|jpe?g|gif|webp|avif)$/i],
  ['video', /\.(?:mp4|mov|webm)$/i],
  ['audio', /\.(?:mp3|ogg|wav|flac|m4a)$/i],
]

/** By the content type, or by the name where Discord knew none. */
export const kindOf = ({ content_type: type, filename }: Pick<APIAttachment, 'content_type' | 'filename'>): Kind => {
  if (!type) return endings.find(([, ending]) => ending.test(filename))?.[0] ?? 'file'
  const known: readonly Kind[] = ['image', 'video', 'audio']
  return known.find((kind) => type.startsWith(`${kind}/`)) ?? 'file'
}

const isSpoiler = (attachment: APIAttachment): boolean =>
  attachment.filename.startsWith('SPOILER_') || ((attachment.flags ?? 0) & AttachmentFlags.IsSpoiler) !== 0

const pieceOf = (attachment: APIAttachment): GalleryPiece => ({
  url: attachment.url,
  description: attachment.description ?? attachment.filename,
  contentType: attachment.content_type,
  spoiler: isSpoiler(attachment),
})

const lengthOf = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

const icons = { audio: Music, video: Video }

const Card = ({ attachment }: { attachment: APIAttachment }): ReactNode => {
  const kind = kindOf(attachment)
  const voice = attachment.waveform !== undefined
  const icon = voice ? Mic : kind === 'audio' || kind === 'video' ? icons[kind] : undefined
  return (
    <FileCard
      name={voice ? 'Voice message' : (attachment.title ?? attachment.filename)}
      url={attachment.url}
      size={attachment.size}
      note={lengthOf(attachment.duration_secs)}
      {...(icon && { icon })}
    />
  )
}

/** Pictures together in a grid, then everything else as cards. Discord docs: resources/message#attachment-object. */
export const Attachments = ({ attachments }: { attachments: readonly APIAttachment[] }) => {
  const pictures = attachments.filter((attachment) => kindOf(attachment) === 'image')
  const others = attachments.filter((attachment) => kindOf(attachment) !== 'image')
  return (
    <>
      {pictures.length > 0 && <GalleryGrid pieces={pictures.map(pieceOf)} />}
      {others.map((attachment) => {
        const card = <Card key={attachment.id} attachment={attachment} />
        return isSpoiler(attachment) ? <BlockSpoiler key={attachment.id}>{card}</BlockSpoiler> : card
      })}
    </>
  )
}
