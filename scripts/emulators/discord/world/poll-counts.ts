import type { APIPoll } from 'discord-api-types/v10'
import type { Message, Snowflake } from './types.ts'

/** The poll with its counts, as every answer of the API shows it. Discord docs: resources/poll#poll-results-object. */
export const countedPoll = (message: Message, poll: APIPoll, botId: Snowflake): APIPoll => ({
  ...poll,
  results: {
    is_finalized: poll.results?.is_finalized ?? false,
    answer_counts: [...(message.pollVotes ?? [])]
      .filter(([, users]) => users.size > 0)
      .map(([id, users]) => ({ id, count: users.size, me_voted: users.has(botId) })),
  },
})
