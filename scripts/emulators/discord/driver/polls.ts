import * as z from 'zod'
import { renderMessage } from '../world/messages.ts'
import { setVotes } from '../world/polls.ts'
import type { Message, World } from '../world/types.ts'
import { requirePermission } from './actions.ts'
import { findMessage, findPlace } from './lookup.ts'
import { DriverError } from './types.ts'

export const pollVoteInput = z.strictObject({
  guild: z.string().nullish(),
  channel: z.string().nullish(),
  user: z.string(),
  message: z.string().min(1),
  /** Answers by their number or text; an empty list takes the votes back. */
  answers: z.array(z.union([z.int(), z.string()])).max(10),
})

const answerId = (message: Message, wanted: number | string): number => {
  const answer = message.data.poll?.answers.find(
    ({ answer_id, poll_media }) => String(answer_id) === String(wanted) || poll_media.text === wanted,
  )
  if (!answer) throw new DriverError('unknown_answer', `The poll has no answer "${wanted}".`)
  return answer.answer_id
}

/** A person votes in a poll, changes the vote or takes it back. */
export const votePoll = (world: World, body: z.infer<typeof pollVoteInput>) => {
  const where = findPlace(world, body)
  const message = findMessage(world, where, body.message)
  const { poll } = message.data
  if (!poll) throw new DriverError('no_poll', `Message ${message.data.id} holds no poll.`)
  requirePermission(world, where, 'ViewChannel', 'ReadMessageHistory')
  if (poll.results?.is_finalized || Date.parse(poll.expiry ?? '') <= world.now())
    throw new DriverError('poll_ended', 'The poll has ended.')
  const answerIds = [...new Set(body.answers.map((wanted) => answerId(message, wanted)))]
  if (answerIds.length > 1 && !poll.allow_multiselect)
    throw new DriverError('one_answer', 'This poll takes one answer only.')
  setVotes(world, message, { userId: where.user.data.id, answerIds })
  return { message: renderMessage(message, world) }
}
