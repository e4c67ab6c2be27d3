import type {
  RESTPatchCurrentApplicationJSONBody,
  RESTPutAPIApplicationRoleConnectionMetadataJSONBody,
} from 'discord-api-types/v10'
import { discordError } from '../errors.ts'
import { verifyEventWebhooksUrl, verifyInteractionsEndpoint } from '../webhook-events/verify.ts'
import type { InstallParams } from '../world/application-settings.ts'
import { renderOwnApplication } from '../world/application-view.ts'
import { storeImageData } from '../world/images.ts'
import type { Application, World } from '../world/types.ts'
import { bodyOf, type Call, ok, type Reply, type Route, route } from './route.ts'

type Patch = RESTPatchCurrentApplicationJSONBody

/** 20012 unless the application of the address is the bot's own. */
export const checkApplication = (world: World, id: string): void => {
  if (id !== world.application.id) throw discordError(20012, `the token belongs to application ${world.application.id}`)
}

const installParams = (params: { scopes?: readonly string[]; permissions?: unknown } | null | undefined) =>
  params ? { scopes: [...(params.scopes ?? [])], permissions: String(params.permissions ?? 0) } : null

const integrationTypes = (config: NonNullable<Patch['integration_types_config']>): Map<string, InstallParams | null> =>
  new Map(
    Object.entries(config).flatMap(([type, value]) =>
      value === null || value === undefined ? [] : [[type, installParams(value.oauth2_install_params)] as const],
    ),
  )

const changeTexts = (application: Application, body: Patch): void => {
  if (body.description !== undefined) application.description = body.description ?? ''
  if (body.tags !== undefined) application.tags = (body.tags ?? []).filter((tag) => tag !== undefined)
  if (body.flags !== undefined) application.flags = body.flags ?? 0
  if (body.custom_install_url !== undefined) application.customInstallUrl = body.custom_install_url || null
  if (body.role_connections_verification_url !== undefined)
    application.roleConnectionsVerificationUrl = body.role_connections_verification_url || null
  if (body.install_params !== undefined) application.installParams = installParams(body.install_params)
  if (body.integration_types_config) application.integrationTypes = integrationTypes(body.integration_types_config)
}

const changeEventWebhooks = (world: World, body: Patch): void => {
  const { application } = world
  if (body.event_webhooks_url !== undefined) application.eventWebhooksUrl = body.event_webhooks_url || null
  if (body.event_webhooks_types !== undefined) application.eventWebhooksTypes = [...(body.event_webhooks_types ?? [])]
  const status = body.event_webhooks_status
  if (status !== 1 && status !== 2) return
  application.eventWebhooksStatus = status
  world.webhookEvents.failuresInARow = 0
}

const changeImages = (world: World, body: Patch): void => {
  const { application } = world
  if (body.icon !== undefined) application.icon = storeImageData(world, 'icon', body.icon)
  if (body.cover_image !== undefined) application.coverImage = storeImageData(world, 'cover_image', body.cover_image)
}

/** Both handshakes come first: when one fails, nothing has changed. */
const patchApplication = async (call: Call): Promise<Reply> => {
  const { world } = call
  const body = bodyOf<Patch>(call)
  const url = body.interactions_endpoint_url
  if (url) await verifyInteractionsEndpoint(world, url)
  if (body.event_webhooks_url) await verifyEventWebhooksUrl(world, body.event_webhooks_url)
  if (url !== undefined) world.application.interactionsEndpointUrl = url || null
  changeImages(world, body)
  changeTexts(world.application, body)
  changeEventWebhooks(world, body)
  return ok(renderOwnApplication(world))
}

const getApplication = (call: Call<'application_id'>): Reply => {
  if (call.params.application_id !== call.world.application.id) throw discordError(10002)
  return ok(renderOwnApplication(call.world))
}

const putMetadata = (call: Call<'application_id'>): Reply => {
  const { world, params } = call
  checkApplication(world, params.application_id)
  const records = bodyOf<NonNullable<RESTPutAPIApplicationRoleConnectionMetadataJSONBody>>(call)
  world.application.roleConnectionMetadata = [...records]
  return ok(world.application.roleConnectionMetadata)
}

const getMetadata = (call: Call<'application_id'>): Reply => {
  checkApplication(call.world, call.params.application_id)
  return ok(call.world.application.roleConnectionMetadata)
}

const metadata = '/applications/{application_id}/role-connections/metadata'

/** The application itself. Discord docs: resources/application, resources/application-role-connection-metadata. */
export const applicationRoutes: Route[] = [
  route('GET', '/applications/@me', (call) => ok(renderOwnApplication(call.world))),
  route('PATCH', '/applications/@me', patchApplication),
  route('GET', '/oauth2/applications/@me', (call) => ok(renderOwnApplication(call.world))),
  route('GET', '/applications/{application_id}', getApplication),
  route('PATCH', '/applications/{application_id}', (call) => {
    checkApplication(call.world, call.params.application_id)
    return patchApplication(call)
  }),
  route('GET', metadata, getMetadata),
  route('PUT', metadata, putMetadata),
]
