import { Button } from '../../ui/index.ts'
import { changeMember } from '../state/act.ts'
import { refreshNow } from '../state/refresh.ts'
import { usePlayground } from '../state/store.ts'
import type { OutsideGuild } from '../state/types.ts'

/** What somebody sees who is no member: nothing, and how to change that. */
export const Outside = ({ guild }: { guild: OutsideGuild }) => {
  const people = usePlayground((state) => state.people)
  const userId = usePlayground((state) => state.userId)
  const user = people?.users.find(({ id }) => id === userId)
  const name = user?.global_name ?? user?.username ?? 'This person'
  const join = async () => {
    if (await changeMember({ user: userId, action: 'join' })) await refreshNow()
  }
  return (
    <section aria-label="Not a member" className="grid flex-1 place-content-center gap-3 p-8 text-center">
      <h2 className="text-lg font-semibold">
        {name} is {guild.banned ? 'banned from' : 'not a member of'} {guild.name}
      </h2>
      <p className="max-w-md text-sm text-soft">
        Discord would show nothing of this server. Act as somebody else at the top of the page
        {guild.banned ? '.' : `, or let ${name} join.`}
      </p>
      {!guild.banned && (
        <Button look="primary" className="justify-self-center" onClick={() => void join()}>
          Join as {name}
        </Button>
      )}
    </section>
  )
}
