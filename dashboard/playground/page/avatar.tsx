import { clsx } from 'clsx'
import { initialsOf } from '../../renderer/assets.ts'

/** White letters need a darker ground than the renderer's large ones have. */
const darker = (color: number): string => {
  const channels = [color >> 16, (color >> 8) & 255, color & 255].map((channel) => Math.round(channel * 0.82))
  return `rgb(${channels.join(' ')})`
}

interface Pictured {
  id: string
  /** The hash of a picture, as the API gives it. */
  avatar?: string | null | undefined
}

const address = ({ id, avatar }: Pictured, size: number): string =>
  `/avatars/${id}/${avatar}.webp?size=${size <= 32 ? 64 : 128}`

/** The picture of an account, or its first letter; decoration beside the name. */
export const Avatar = ({ user, name, size = 32 }: { user: Pictured; name: string; size?: number }) =>
  user.avatar ? (
    <img src={address(user, size)} alt="" width={size} height={size} className="shrink-0 rounded-full" />
  ) : (
    <Initials id={user.id} letters={initialsOf(name, user.id).letters} size={size} />
  )

/** Letters on a colour of the id's own. */
export const Initials = ({
  id,
  letters,
  square = false,
  size = 32,
}: {
  id: string
  letters: string
  square?: boolean
  size?: number
}) => (
  <span
    aria-hidden
    style={{ background: darker(initialsOf(letters, id).color), width: size, height: size, fontSize: size * 0.4 }}
    className={clsx(
      'inline-grid shrink-0 place-items-center font-semibold text-white uppercase select-none',
      square ? 'rounded-[30%]' : 'rounded-full',
    )}
  >
    {letters}
  </span>
)

/** The first letters of a server's words. */
export const shortName = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join('')
