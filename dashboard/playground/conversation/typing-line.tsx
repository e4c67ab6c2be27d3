import { usePlayground } from '../state/store.ts'

const sentence = (names: string[]): string => {
  if (names.length === 0) return ''
  if (names.length === 1) return `${names[0]} is typing …`
  return names.length <= 3 ? `${names.join(', ')} are typing …` : 'Several people are typing …'
}

/** Who else types in the open channel. */
export const TypingLine = () => {
  const typing = usePlayground((state) => state.typing)
  const channelId = usePlayground((state) => state.channelId)
  const userId = usePlayground((state) => state.userId)
  const people = usePlayground((state) => state.people)
  const names = typing
    .filter((entry) => entry.channelId === channelId && entry.userId !== userId)
    .map((entry) => {
      const user = people?.users.find(({ id }) => id === entry.userId)
      return user?.global_name ?? user?.username ?? 'Somebody'
    })
  return (
    <p className="h-5 truncate px-5 text-xs text-faint" aria-live="polite">
      {sentence(names)}
    </p>
  )
}
