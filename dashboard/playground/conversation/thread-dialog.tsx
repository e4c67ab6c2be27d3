import { type FormEvent, useState } from 'react'
import { Button, Dialog, TextArea, TextField } from '../../ui/index.ts'
import { openThread } from '../state/act.ts'
import { openChannel } from '../state/navigate.ts'
import { refreshNow } from '../state/refresh.ts'
import type { ChannelMessage, ForumTag } from '../state/types.ts'

export interface ThreadDialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** The message that the thread starts from. */
  message?: ChannelMessage | null
  /** A forum post needs a first message and may bear tags. */
  forum?: { tags: readonly ForumTag[] }
}

const Tags = ({
  tags,
  chosen,
  onChange,
}: {
  tags: readonly ForumTag[]
  chosen: string[]
  onChange: (ids: string[]) => void
}) =>
  tags.length === 0 ? null : (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="text-xs font-semibold text-soft">Tags</legend>
      {tags.map(({ id, name }) => (
        <label key={id} className="flex items-center gap-1.5 rounded-full border border-line px-2.5 py-1 text-xs">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, id] : chosen.filter((tag) => tag !== id))}
          />
          {name}
        </label>
      ))}
    </fieldset>
  )

const ThreadForm = ({ message, forum, onClose }: Pick<ThreadDialogProps, 'message' | 'forum' | 'onClose'>) => {
  const [name, setName] = useState('')
  const [content, setContent] = useState('')
  const [tags, setTags] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const missing = { name: name.trim() === '', content: forum !== undefined && content.trim() === '' }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing.name || missing.content) return
    const thread = await openThread({
      name,
      ...(message && { message: message.id }),
      ...(content.trim() !== '' && { content }),
      ...(tags.length > 0 && { tags }),
    })
    if (!thread) return
    onClose()
    await refreshNow()
    await openChannel(thread.id)
  }
  const needed = 'Please fill in this field.'
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField
        label={forum ? 'Title' : 'Thread name'}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
        error={tried && missing.name ? needed : undefined}
      />
      <TextArea
        label={forum ? 'Message' : 'First message (optional)'}
        value={content}
        maxLength={2000}
        onChange={(event) => setContent(event.target.value)}
        error={tried && missing.content ? needed : undefined}
      />
      {forum && <Tags tags={forum.tags} chosen={tags} onChange={setTags} />}
      <Button type="submit" look="primary" className="self-end">
        {forum ? 'Post' : 'Create thread'}
      </Button>
    </form>
  )
}

export const ThreadDialog = ({ open, onClose, title, ...rest }: ThreadDialogProps) => (
  <Dialog open={open} onClose={onClose} title={title}>
    <ThreadForm onClose={onClose} {...rest} />
  </Dialog>
)
