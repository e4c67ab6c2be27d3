import type { Snowflake } from './types.ts'

/** What one person has allowed the application; all its codes and tokens end with it. */
export interface Grant {
  id: Snowflake
  userId: Snowflake
  scopes: ReadonlySet<string>
  guildId: Snowflake | null
  webhookId: Snowflake | null
}

/** How the code's verifier is checked (RFC 7636); `plain` compares it as it is. */
export interface CodeChallenge {
  value: string
  method: 'S256' | 'plain'
}

export interface AuthorizationCode {
  grant: Grant
  redirectUri: string
  challenge: CodeChallenge | null
  /** Milliseconds since 1970, local clock. */
  expiresAt: number
}

export interface AccessToken {
  token: string
  /** Null for the implicit and the client credentials grant. */
  refreshToken: string | null
  grant: Grant
  /** Milliseconds since 1970, local clock. */
  expiresAt: number
}

export interface OAuth2State {
  codes: Map<string, AuthorizationCode>
  tokens: Map<string, AccessToken>
  /** By refresh token. */
  refreshable: Map<string, AccessToken>
  /** What each user has consented to so far, for `prompt=none`. */
  consents: Map<Snowflake, Set<string>>
}
