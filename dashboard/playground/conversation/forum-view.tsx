import { MessageSquare, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button, useRoving } from '../../ui/index.ts'
import { memberName } from '../members/names.ts'
import { Avatar } from '../page/avatar.tsx'
import { openChannel } from '../state/navigate.ts'
import { can } from '../state/permissions.ts'
import { usePlayground } from '../state/store.ts'
import type { Channel } from '../state/types.ts'
import { ThreadDialog } from './thread-dialog.tsx'

const lastActivity = (post: Channel): bigint => BigInt(post.last_message_id ?? post.id)

const newestFirst = (a: Channel, b: Channel): number => (lastActivity(a) > lastActivity(b) ? -1 : 1)

const useAuthor = ({ id, owner_id }: Channel) => {
  const guild = usePlayground((state) => state.guild)
  const member = guild?.joined ? guild.members.find(({ user }) => user.id === owner_id) : undefined
  return member
    ? { user: member.user, name: memberName(member) }
    : { user: { id: owner_id ?? id }, name: 'Somebody who left' }
}

const Post = ({ post, forum }: { post: Channel; forum: Channel }) => {
  const author = useAuthor(post)
  const tags = forum.available_tags?.filter(({ id }) => post.applied_tags?.includes(id)) ?? []
  return (
    <li>
      <button
        type="button"
        data-post-id={post.id}
        onClick={() => void openChannel(post.id)}
        className="flex w-full items-start gap-3 rounded-lg border border-line bg-raised p-3 text-left hover:bg-hover"
      >
        <Avatar user={author.user} name={author.name} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-semibold">{post.name}</span>
          <span className="block truncate text-sm text-soft">
            {author.name}: {post.starter?.content || '…'}
          </span>
          <span className="mt-1 flex flex-wrap items-center gap-2 text-xs text-faint">
            <MessageSquare size={13} aria-hidden /> {post.message_count ?? 0} messages
            {tags.map(({ id, name }) => (
              <span key={id} className="rounded-full bg-active px-2 py-0.5">
                {name}
              </span>
            ))}
            {post.thread_metadata?.archived && <span>archived</span>}
          </span>
        </span>
      </button>
    </li>
  )
}

/** A forum: its posts with the newest activity first, and a button for a new one. */
export const ForumView = ({ channel }: { channel: Channel }) => {
  const guild = usePlayground((state) => state.guild)
  const [open, setOpen] = useState(false)
  const ref = useRoving<HTMLUListElement>('button[data-post-id]')
  const posts = (guild?.joined ? guild.threads : []).filter(({ parent_id }) => parent_id === channel.id)
  return (
    <section aria-label={`Forum ${channel.name}`} className="min-h-0 flex-1 overflow-y-auto p-4">
      <div className="mb-3 flex items-center justify-between">
        <p className="text-sm text-faint">{posts.length === 1 ? '1 post' : `${posts.length} posts`}</p>
        <Button look="primary" disabled={!can(channel.permissions, 'SendMessages')} onClick={() => setOpen(true)}>
          <Plus size={16} aria-hidden /> New post
        </Button>
      </div>
      <ul ref={ref} className="flex flex-col gap-2">
        {posts.toSorted(newestFirst).map((post) => (
          <Post key={post.id} post={post} forum={channel} />
        ))}
      </ul>
      <ThreadDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`New post in ${channel.name}`}
        forum={{ tags: channel.available_tags ?? [] }}
      />
    </section>
  )
}
