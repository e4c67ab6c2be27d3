import type { APIPoll, APIPollMedia, RESTAPIPoll } from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { requireChannel, requireMessage, requireUser } from '../world/access.ts'
import { renderMessage } from '../world/messages.ts'
import { endPoll, votersOf } from '../world/polls.ts'
import { compareIds } from '../world/snowflake.ts'
import type { Message, World } from '../world/types.ts'
import { idParam, intParam } from './query.ts'
import { type Call, ok, type Reply, type Route, route } from './route.ts'

/** Discord docs: resources/poll#poll-create-request-object. */
const defaultHours = 24

/** Clients null what they leave out; Discord's answers leave it out. */
const mediaFrom = ({ text, emoji }: APIPollMedia): APIPollMedia => ({
  ...(text != null && { text }),
  ...(emoji && { emoji: { ...emoji, id: emoji.id ?? null, name: emoji.name ?? null } }),
})

/** The poll as a message shows it, from the request that creates it. */
export const pollFrom = (world: World, request: RESTAPIPoll): APIPoll => ({
  question: request.question,
  answers: request.answers.map(({ poll_media }, index) => ({
    answer_id: index + 1,
    poll_media: mediaFrom(poll_media),
  })),
  expiry: new Date(world.now() + (request.duration ?? defaultHours) * 3_600_000).toISOString(),
  allow_multiselect: request.allow_multiselect ?? false,
  layout_type: request.layout_type ?? 1,
  results: { is_finalized: false, answer_counts: [] },
})

const find = (call: Call<'channel_id' | 'message_id'>): Message =>
  requireMessage(requireChannel(call.world, call.params.channel_id), call.params.message_id)

const expire = (call: Call<'channel_id' | 'message_id'>): Reply => {
  const message = find(call)
  if (!message.data.poll) throw discordError(520006, `message ${message.data.id} holds no poll`)
  if (message.authorId !== call.world.application.botId) throw discordError(50005, 'a bot ends only its own polls')
  if (message.data.poll.results?.is_finalized) throw discordError(520001, `poll ${message.data.id} has ended`)
  endPoll(call.world, message)
  return ok(renderMessage(message, call.world))
}

const voters = (call: Call<'channel_id' | 'message_id' | 'answer_id'>): Reply => {
  const message = find(call)
  const answer = message.data.poll?.answers.find(({ answer_id }) => String(answer_id) === call.params.answer_id)
  if (!answer) throw discordError(10008, `message ${message.data.id} has no poll answer ${call.params.answer_id}`)
  const limit = intParam(call.query, 'limit', { min: 1, max: 100, fallback: 25 })
  const after = idParam(call.query, 'after') ?? '0'
  const ids = votersOf(message, answer.answer_id)
    .filter((id) => compareIds(id, after) > 0 && call.world.users.has(id))
    .sort(compareIds)
  return ok({ users: ids.slice(0, limit).map((id) => requireUser(call.world, id).data) })
}

/** Polls; people vote through the driver, since bots cannot. Discord docs: resources/poll. */
export const pollRoutes: Route[] = [
  route('GET', '/channels/{channel_id}/polls/{message_id}/answers/{answer_id}', voters),
  route('POST', '/channels/{channel_id}/polls/{message_id}/expire', expire),
]
