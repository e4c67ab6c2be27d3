import type { APIPoll } from 'discord-api-types/v10'
import type { Message, Snowflake } from './types.ts'

/** The poll with its counts, as that user (the bot, in answers of the API) sees it. Discord docs: resources/poll#poll-results-object. */
export const countedPoll = (message: Message, poll: APIPoll, userId: Snowflake): APIPoll => ({
  ...poll,
  results: {
    is_finalized: poll.results?.is_finalized ?? false,
    answer_counts: [...(message.pollVotes ?? [])]
      .filter(([, users]) => users.size > 0)
      .map(([id, users]) => ({ id, count: users.size, me_voted: users.has(userId) })),
  },
})
