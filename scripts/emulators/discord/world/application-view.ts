import { requireUser } from './access.ts'
import type { InstallParams } from './application-settings.ts'
import type { World } from './types.ts'

const integrationTypes = (config: ReadonlyMap<string, InstallParams | null>) =>
  Object.fromEntries(
    [...config].map(([type, params]) => [type, params === null ? {} : { oauth2_install_params: params }]),
  )

/** The application as others may see it. Discord docs: resources/application#application-object. */
export const renderApplication = (world: World) => {
  const { application } = world
  return {
    id: application.id,
    name: application.name,
    icon: application.icon,
    description: application.description,
    type: null,
    flags: application.flags,
    flags_new: String(application.flags),
    bot: requireUser(world, application.botId).data,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: application.publicKeyHex,
    tags: application.tags,
    integration_types_config: integrationTypes(application.integrationTypes),
    ...(application.coverImage !== null && { cover_image: application.coverImage }),
    ...(application.customInstallUrl !== null && { custom_install_url: application.customInstallUrl }),
    ...(application.installParams !== null && { install_params: application.installParams }),
  }
}

const userCount = (world: World): number => world.oauth2.consents.size

/** The application as its owner sees it: `GET /applications/@me`. */
export const renderOwnApplication = (world: World) => {
  const { application } = world
  const bot = application.botId
  return {
    ...renderApplication(world),
    owner: requireUser(world, application.ownerId).data,
    team: null,
    redirect_uris: application.redirectUris,
    interactions_endpoint_url: application.interactionsEndpointUrl,
    role_connections_verification_url: application.roleConnectionsVerificationUrl,
    event_webhooks_url: application.eventWebhooksUrl,
    event_webhooks_status: application.eventWebhooksStatus,
    event_webhooks_types: application.eventWebhooksTypes,
    approximate_guild_count: [...world.guilds.values()].filter(({ members }) => members.has(bot)).length,
    approximate_user_install_count: userCount(world),
    approximate_user_authorization_count: userCount(world),
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
  }
}
