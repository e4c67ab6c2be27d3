import { Play } from 'lucide-react'
import { keyed } from '../keyed.ts'
import { BlockSpoiler } from '../markdown/spoiler.tsx'
import { FileCard } from './file-card.tsx'
import { Picture } from './picture.tsx'

export interface GalleryPiece {
  url: string
  description: string | null | undefined
  contentType: string | null | undefined
  spoiler: boolean
}

const isVideo = (piece: GalleryPiece): boolean =>
  piece.contentType?.startsWith('video/') ?? /\.(?:mp4|mov|webm)(?:\?|$)/i.test(piece.url)

const Piece = ({ piece }: { piece: GalleryPiece }) => {
  const shown = isVideo(piece) ? (
    <FileCard name={piece.description || 'Video'} url={piece.url} icon={Play} />
  ) : (
    <Picture className="dm-gallery-image" url={piece.url} description={piece.description} linked />
  )
  return piece.spoiler ? <BlockSpoiler>{shown}</BlockSpoiler> : shown
}

/** One to ten pictures side by side. */
export const GalleryGrid = ({ pieces }: { pieces: readonly GalleryPiece[] }) => (
  <div className="dm-gallery" data-count={pieces.length}>
    {keyed(pieces).map(({ key, item }) => (
      <Piece key={key} piece={item} />
    ))}
  </div>
)
