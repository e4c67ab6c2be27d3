import {
  type APIApplicationRoleConnectionMetadata,
  type APIEmoji,
  ApplicationIntegrationType,
  type ApplicationWebhookEventType,
  OAuth2Scopes,
} from 'discord-api-types/v10'
import type { Snowflake } from './types.ts'

export interface InstallParams {
  scopes: string[]
  /** A decimal bitfield. */
  permissions: string
}

/** What the owner of an application sets in the developer portal or by `PATCH /applications/@me`. */
export interface ApplicationSettings {
  description: string
  interactionsEndpointUrl: string | null
  flags: number
  tags: string[]
  icon: string | null
  coverImage: string | null
  customInstallUrl: string | null
  roleConnectionsVerificationUrl: string | null
  installParams: InstallParams | null
  /** By installation context: `0` guild, `1` user. */
  integrationTypes: Map<string, InstallParams | null>
  eventWebhooksUrl: string | null
  /** 1 disabled, 2 enabled, 3 disabled by Discord. */
  eventWebhooksStatus: 1 | 2 | 3
  eventWebhooksTypes: ApplicationWebhookEventType[]
  roleConnectionMetadata: APIApplicationRoleConnectionMetadata[]
  emojis: Map<Snowflake, APIEmoji>
}

/** A fresh application's settings: installable into guilds and by users. */
export const defaultSettings = (): ApplicationSettings => ({
  description: 'The local bot application.',
  interactionsEndpointUrl: null,
  flags: 0,
  tags: [],
  icon: null,
  coverImage: null,
  customInstallUrl: null,
  roleConnectionsVerificationUrl: null,
  installParams: null,
  integrationTypes: new Map([
    [
      String(ApplicationIntegrationType.GuildInstall),
      { scopes: [OAuth2Scopes.ApplicationsCommands, OAuth2Scopes.Bot], permissions: '0' },
    ],
    [String(ApplicationIntegrationType.UserInstall), { scopes: [OAuth2Scopes.ApplicationsCommands], permissions: '0' }],
  ]),
  eventWebhooksUrl: null,
  eventWebhooksStatus: 1,
  eventWebhooksTypes: [],
  roleConnectionMetadata: [],
  emojis: new Map(),
})
