import type { APIUser } from 'discord-api-types/v10'
import { avatarUrl, initialsOf, nameOf } from '../assets.ts'
import { useRender } from '../context.tsx'
import { cssColor } from '../format.ts'

type AvatarUser = Pick<APIUser, 'id' | 'username' | 'avatar'> & { global_name?: string | null }

/** Decorative: the name stands beside it. Without a picture, the first letter on a colour of the user's own. */
export const Avatar = ({ user, className = 'dm-avatar' }: { user: AvatarUser; className?: string }) => {
  const context = useRender()
  const url = avatarUrl(context, user)
  if (url) return <img className={className} src={url} alt="" loading="lazy" />
  const { letters, color } = initialsOf(nameOf(context, user), user.id)
  return (
    <span className={className} style={{ backgroundColor: cssColor(color) }} aria-hidden="true">
      {letters}
    </span>
  )
}
