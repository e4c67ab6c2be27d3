import { ImageOff } from 'lucide-react'
import { pictureUrl } from '../assets.ts'
import { useRender } from '../context.tsx'
import { safeLink } from '../format.ts'

export interface PictureProps {
  url: string | null | undefined
  description: string | null | undefined
  className: string
  /** True: the picture leads to its full size. */
  linked?: boolean
}

/** A picture, or its description where it may not be loaded. */
export const Picture = ({ url, description, className, linked = false }: PictureProps) => {
  const context = useRender()
  const shown = pictureUrl(context, url)
  const words = description || 'Image'
  if (!shown)
    return (
      <span className={`${className} dm-no-picture`} role="img" aria-label={words} title={words}>
        <ImageOff className="dm-icon" aria-hidden="true" />
        <span aria-hidden="true">{words}</span>
      </span>
    )
  const picture = <img className={className} src={shown} alt={words} title={description ?? undefined} loading="lazy" />
  const target = linked && url ? safeLink(url) : undefined
  if (!target) return picture
  return (
    <a className="dm-picture-link" href={target} target="_blank" rel="noopener noreferrer nofollow">
      {picture}
    </a>
  )
}
