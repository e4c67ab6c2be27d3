import clsx from 'clsx'
import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10'
import { Play } from 'lucide-react'
import { useRender } from '../context.tsx'
import { cssColor, formatMessageTime, safeLink } from '../format.ts'
import { keyed } from '../keyed.ts'
import { Markdown } from '../markdown/markdown.tsx'
import { FileCard } from '../media/file-card.tsx'
import { Picture } from '../media/picture.tsx'

const Linked = ({ url, text, className }: { url: string | undefined; text: string; className: string }) => {
  const href = url === undefined ? undefined : safeLink(url)
  if (!href) return <span className={className}>{text}</span>
  return (
    <a className={clsx(className, 'dm-link')} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {text}
    </a>
  )
}

const Author = ({ author }: { author: NonNullable<APIEmbed['author']> }) => (
  <div className="dm-embed-author">
    {author.icon_url && <Picture className="dm-embed-icon" url={author.icon_url} description="" />}
    <Linked url={author.url} text={author.name} className="dm-embed-author-name" />
  </div>
)

const Field = ({ field }: { field: APIEmbedField }) => (
  <div className={clsx('dm-embed-field', field.inline && 'dm-embed-field-inline')}>
    <div className="dm-embed-field-name">
      <Markdown content={field.name} />
    </div>
    <Markdown content={field.value} />
  </div>
)

const Footer = ({ embed }: { embed: APIEmbed }) => {
  const context = useRender()
  const timeMs = embed.timestamp === undefined ? Number.NaN : Date.parse(embed.timestamp)
  const parts = [
    ...(embed.footer ? [embed.footer.text] : []),
    ...(Number.isNaN(timeMs) ? [] : [formatMessageTime(timeMs, { ...context, nowMs: context.now() })]),
  ]
  if (parts.length === 0) return null
  return (
    <div className="dm-embed-footer">
      {embed.footer?.icon_url && <Picture className="dm-embed-icon" url={embed.footer.icon_url} description="" />}
      {parts.join(' • ')}
    </div>
  )
}

/** A legacy embed with every field. Discord docs: resources/message#embed-object. */
export const Embed = ({ embed }: { embed: APIEmbed }) => {
  const fields = embed.fields ?? []
  return (
    <div className="dm-embed" style={{ borderInlineStartColor: cssColor(embed.color) }}>
      <div className="dm-embed-main">
        {embed.provider?.name && (
          <Linked url={embed.provider.url} text={embed.provider.name} className="dm-embed-provider" />
        )}
        {embed.author && <Author author={embed.author} />}
        {embed.title && <Linked url={embed.url} text={embed.title} className="dm-embed-title" />}
        {embed.description && <Markdown content={embed.description} />}
        {fields.length > 0 && (
          <div className="dm-embed-fields">
            {keyed(fields).map(({ key, item }) => (
              <Field key={key} field={item} />
            ))}
          </div>
        )}
      </div>
      {embed.thumbnail && (
        <Picture className="dm-embed-thumbnail" url={embed.thumbnail.url} description="Thumbnail" linked />
      )}
      {embed.image && <Picture className="dm-embed-image" url={embed.image.url} description="Image" linked />}
      {embed.video?.url && !embed.image && <FileCard name="Video" url={embed.video.url} icon={Play} />}
      <Footer embed={embed} />
    </div>
  )
}
