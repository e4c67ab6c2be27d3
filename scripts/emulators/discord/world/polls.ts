import { type APIEmbed, type APIPoll, EmbedType, MessageReferenceType, MessageType } from 'discord-api-types/v10'
import { createMessage } from './messages.ts'
import type { Message, Snowflake, World } from './types.ts'

/** Votes by answer. */
export type PollVotes = Map<number, Set<Snowflake>>

const votesOf = (message: Message): PollVotes => {
  message.pollVotes ??= new Map()
  return message.pollVotes
}

/** Who chose that answer, in the order of voting. */
export const votersOf = (message: Message, answerId: number): Snowflake[] => [
  ...(message.pollVotes?.get(answerId) ?? []),
]

const tellVote = (world: World, message: Message, vote: { userId: Snowflake; answerId: number; isAdded: boolean }) =>
  world.emit({
    type: vote.isAdded ? 'MESSAGE_POLL_VOTE_ADD' : 'MESSAGE_POLL_VOTE_REMOVE',
    guildId: message.guildId,
    payload: {
      user_id: vote.userId,
      channel_id: message.channelId,
      message_id: message.data.id,
      ...(message.guildId !== null && { guild_id: message.guildId }),
      answer_id: vote.answerId,
    },
  })

/** Replaces a user's votes by these answers (none takes the votes back). The caller has checked that they may vote. */
export const setVotes = (world: World, message: Message, vote: { userId: Snowflake; answerIds: number[] }): void => {
  const { userId, answerIds } = vote
  const votes = votesOf(message)
  for (const [answerId, users] of votes) {
    if (answerIds.includes(answerId) || !users.delete(userId)) continue
    tellVote(world, message, { userId, answerId, isAdded: false })
  }
  for (const answerId of answerIds) {
    const users = votes.get(answerId) ?? new Set()
    votes.set(answerId, users)
    if (users.has(userId)) continue
    users.add(userId)
    tellVote(world, message, { userId, answerId, isAdded: true })
  }
}

const resultEmbed = (message: Message, poll: APIPoll): APIEmbed => {
  const counts = poll.answers.map(({ answer_id }) => ({ id: answer_id, count: votersOf(message, answer_id).length }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const [winner, second] = counts.sort((a, b) => b.count - a.count)
  const isWon = winner !== undefined && winner.count > 0 && winner.count !== second?.count
  const answer = isWon ? poll.answers.find(({ answer_id }) => answer_id === winner.id) : undefined
  const fields: Record<string, string> = {
    poll_question_text: poll.question.text ?? '',
    victor_answer_votes: String(winner?.count ?? 0),
    total_votes: String(total),
    ...(answer && {
      victor_answer_id: String(answer.answer_id),
      victor_answer_text: answer.poll_media.text ?? '',
    }),
  }
  return {
    type: EmbedType.PollResult,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value, inline: false })),
  }
}

/** Closes a poll: its counts are final and a message of type POLL_RESULT says so. Discord docs: resources/poll. */
export const endPoll = (world: World, message: Message): void => {
  const { poll } = message.data
  const channel = world.channels.get(message.channelId)
  if (!poll || !channel || poll.results?.is_finalized) return
  world.openPolls.delete(message.data.id)
  poll.expiry = new Date(Math.min(world.now(), Date.parse(poll.expiry ?? '') || world.now())).toISOString()
  poll.results = { is_finalized: true, answer_counts: [] }
  world.emit({ type: 'MESSAGE_UPDATE', guildId: message.guildId, payload: message })
  createMessage(world, {
    channel,
    author: message.data.author,
    origin: 'system',
    type: MessageType.PollResult,
    embeds: [resultEmbed(message, poll)],
    allowedMentions: { parse: [] },
    reference: { type: MessageReferenceType.Default, channel_id: channel.id, message_id: message.data.id },
  })
}
