import type { APIPoll, RESTAPIPoll } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireChannel, requireMessage } from '../world/access.ts'
import { renderMessage } from '../world/messages.ts'
import type { Message, World } from '../world/types.ts'
import { type Call, ok, type Reply, type Route, route } from './route.ts'

/** Discord docs: resources/poll#poll-create-request-object. */
const defaultHours = 24

/** The poll as a message shows it, from the request that creates it. */
export const pollFrom = (world: World, request: RESTAPIPoll): APIPoll => ({
  question: request.question,
  answers: request.answers.map(({ poll_media }, index) => ({ answer_id: index + 1, poll_media })),
  expiry: new Date(world.now() + (request.duration ?? defaultHours) * 3_600_000).toISOString(),
  allow_multiselect: request.allow_multiselect ?? false,
  layout_type: request.layout_type ?? 1,
  results: { is_finalized: false, answer_counts: [] },
})

const requirePoll = (call: Call<'channel_id' | 'message_id'>): [Message, APIPoll] => {
  const message = requireMessage(requireChannel(call.world, call.params.channel_id), call.params.message_id)
  if (!message.data.poll) throw discordError(520001, `message ${message.data.id} holds no poll`)
  return [message, message.data.poll]
}

const expire = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const [message, poll] = requirePoll(call)
  if (message.authorId !== call.world.application.botId) throw discordError(520006)
  poll.expiry = new Date(call.world.now()).toISOString()
  poll.results = { is_finalized: true, answer_counts: poll.results?.answer_counts ?? [] }
  call.world.emit({ type: 'MESSAGE_UPDATE', guildId: message.guildId, payload: message })
  return ok(renderMessage(message, call.world))
}

/** Nobody can vote here yet, so every answer has no voter. */
const voters = (call: Call<'channel_id' | 'message_id' | 'answer_id'>): Reply => {
  const [, poll] = requirePoll(call)
  if (!poll.answers.some(({ answer_id }) => String(answer_id) === call.params.answer_id)) throw discordError(10008)
  return ok({ users: [] })
}

/** Polls. Discord docs: resources/poll. */
export const pollRoutes: Route[] = [
  route('GET', '/channels/{channel_id}/polls/{message_id}/answers/{answer_id}', voters),
  route('POST', '/channels/{channel_id}/polls/{message_id}/expire', expire),
]
