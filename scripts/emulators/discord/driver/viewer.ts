import { countedPoll } from '../world/poll-counts.ts'
import type { Message, Snowflake } from '../world/types.ts'

const reactionsFor = (message: Message, userId: Snowflake) =>
  [...message.reactions.values()].map(({ emoji, userIds }) => ({
    emoji,
    count: userIds.size,
    count_details: { burst: 0, normal: userIds.size },
    burst_colors: [],
    me: userIds.has(userId),
    me_burst: false,
  }))

/** What of a message differs from reader to reader: which reactions (`me`) and votes (`me_voted`) are their own. */
export const ownMarks = (message: Message, userId: Snowflake) => {
  const { poll } = message.data
  return {
    ...(message.reactions.size > 0 && { reactions: reactionsFor(message, userId) }),
    ...(poll && { poll: countedPoll(message, poll, userId) }),
  }
}
