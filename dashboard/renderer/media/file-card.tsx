import { FileText, type LucideIcon } from 'lucide-react'
import { useRender } from '../context.tsx'
import { formatSize, safeLink } from '../format.ts'

export interface FileCardProps {
  name: string
  url: string | undefined
  size?: number | undefined
  note?: string | undefined
  icon?: LucideIcon
}

/** A file by its name and size; also what stands in for sound and video, which are not played here. */
export const FileCard = ({ name, url, size, note, icon: Icon = FileText }: FileCardProps) => {
  const { locale } = useRender()
  const href = url === undefined ? undefined : safeLink(url)
  const details = [size === undefined ? undefined : formatSize(size, locale), note].filter((part) => part !== undefined)
  return (
    <div className="dm-file">
      <Icon className="dm-file-icon" aria-hidden="true" />
      <div className="dm-file-text">
        {href ? (
          <a className="dm-link dm-file-name" href={href} target="_blank" rel="noopener noreferrer nofollow">
            {name}
          </a>
        ) : (
          <span className="dm-file-name">{name}</span>
        )}
        {details.length > 0 && <span className="dm-muted">{details.join(' · ')}</span>}
      </div>
    </div>
  )
}
