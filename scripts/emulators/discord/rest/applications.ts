import { sign } from 'node:crypto'
import type { RESTPatchCurrentApplicationJSONBody } from 'discord-api-types/v10'
import { fieldError } from '../errors.ts'
import { requireUser } from '../world/access.ts'
import type { World } from '../world/types.ts'
import { bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

const pingTimeoutMs = 3_000

const renderApplication = (world: World) => {
  const { application } = world
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: application.description,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: application.publicKeyHex,
    team: null,
    flags: application.flags,
    owner: requireUser(world, application.ownerId).data,
    bot: requireUser(world, application.botId).data,
    tags: application.tags,
    interactions_endpoint_url: application.interactionsEndpointUrl,
    approximate_guild_count: world.guilds.size,
    redirect_uris: [],
    integration_types_config: {
      '0': { oauth2_install_params: { scopes: ['applications.commands', 'bot'], permissions: '0' } },
    },
  }
}

const invalidEndpoint = (why: string) =>
  fieldError(
    'interactions_endpoint_url',
    'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
    `The specified interactions endpoint url could not be verified: ${why}`,
  )

const ping = async (world: World, url: string, options: { isForged: boolean }): Promise<Response> => {
  const { application } = world
  const body = JSON.stringify({ id: world.newId(), application_id: application.id, type: 1, token: 'ping', version: 1 })
  const timestamp = String(Math.floor(world.now() / 1000))
  const signature = sign(null, Buffer.from(timestamp + body), application.privateKey)
  // A forged signature is a good one with its first bit flipped.
  if (options.isForged) signature[0] = (signature[0] ?? 0) ^ 1
  const offset = world.clock.offsetMs()
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-signature-ed25519': signature.toString('hex'),
      'x-signature-timestamp': timestamp,
      'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
      ...(offset !== 0 && { 'x-guildhall-clock-offset': String(offset) }),
    },
    signal: AbortSignal.timeout(pingTimeoutMs),
    redirect: 'manual',
  })
}

/**
 * What Discord does before it stores an endpoint: a PING with a good signature must be answered 200 with
 * `{"type":1}`, one with a bad signature 401. Throws 50035 otherwise.
 * Discord docs: interactions/overview#setting-up-an-endpoint.
 */
const verifyEndpoint = async (world: World, url: string): Promise<void> => {
  let good: Response
  let forged: Response
  try {
    good = await ping(world, url, { isForged: false })
    forged = await ping(world, url, { isForged: true })
  } catch (error) {
    throw invalidEndpoint(error instanceof Error ? error.message : String(error))
  }
  const answer: unknown = await good.json().catch(() => null)
  await forged.body?.cancel()
  const isPong = typeof answer === 'object' && answer !== null && 'type' in answer && answer.type === 1
  if (good.status !== 200 || !isPong)
    throw invalidEndpoint(`a signed PING was answered ${good.status}, not 200 {"type":1}`)
  if (forged.status !== 401) throw invalidEndpoint(`a PING with a bad signature was answered ${forged.status}, not 401`)
}

const patchApplication = async (call: Call<never>): Promise<Reply> => {
  const { application } = call.world
  const body = bodyOf<RESTPatchCurrentApplicationJSONBody>(call)
  const url = body.interactions_endpoint_url
  if (url) await verifyEndpoint(call.world, url)
  if (url !== undefined) application.interactionsEndpointUrl = url || null
  if (body.description !== undefined) application.description = body.description
  if (body.tags !== undefined) application.tags = body.tags.filter((tag) => tag !== undefined)
  if (body.flags !== undefined) application.flags = body.flags
  return ok(renderApplication(call.world))
}

/** The application itself. Discord docs: resources/application. */
export const applicationRoutes: Route[] = [
  route('GET', '/applications/@me', (call) => ok(renderApplication(call.world))),
  route('PATCH', '/applications/@me', patchApplication),
  route('GET', '/oauth2/applications/@me', (call) => ok(renderApplication(call.world))),
]
