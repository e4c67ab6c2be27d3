import type { FormProblem } from '../errors.ts'
import { type AuditInput, recordAudit } from '../world/audit.ts'
import type { AccessToken } from '../world/oauth2-types.ts'
import type { Guild, Interaction, World } from '../world/types.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface UploadedFile {
  /** The form field, e.g. `files[0]`. */
  field: string
  name: string
  contentType: string
  bytes: Uint8Array
}

type ParamNames<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamNames<Rest> : never

/** One request that got past authorisation, limits and validation. */
export interface Call<Names extends string = string> {
  world: World
  params: Readonly<Record<Names, string>>
  query: URLSearchParams
  /** Parsed JSON (of multipart: `payload_json`); `{}` when a write came without a body. */
  body: unknown
  files: UploadedFile[]
  /** The decoded X-Audit-Log-Reason, or null. */
  reason: string | null
  /** The token of a call with `Authorization: Bearer`; null when the bot calls. */
  bearer: AccessToken | null
  validateCallback: ValidateCallback
}

export interface Reply {
  status: number
  body?: unknown
}

/** Problems of a response to that interaction: what may answer it, schema and limits. */
export type ValidateCallback = (interaction: Interaction, response: unknown) => FormProblem[]

/** Problems of a request body; `template` as in Discord's OpenAPI document. */
export type ValidateBody = (method: string, template: string, body: unknown) => FormProblem[]

/** Problems of an answer of the emulator against the published schema of that route and status. */
export type ValidateAnswer = (
  route: { method: string; template: string },
  status: number,
  body: unknown,
) => readonly FormProblem[]

export interface RouteOptions {
  /**
   * `token`: the secret stands in the path, no Authorization header is needed and the global limit does not count.
   * `user`: only people call it, with a bearer token.
   */
  auth?: Route['auth']
  /** OAuth2 scopes of which a bearer token needs one; without this a route takes no bearer token. */
  scopes?: readonly string[]
}

export interface Route {
  method: Method
  template: string
  auth: 'bot' | 'token' | 'none' | 'user'
  /** Absent: no bearer token is taken. */
  scopes?: readonly string[] | undefined
  handle(call: Call): Reply | Promise<Reply>
}

/** The router fills exactly the names that stand in the template, so the wider record has them all. */
const narrowParams = <Names extends string>(call: Call): Call<Names> => call as Call<Names>

/**
 * One route of the API. The template is the address below the version, as in Discord's OpenAPI document
 * (`/channels/{channel_id}/messages`); its names type `call.params`.
 */
export const route = <T extends string>(
  method: Method,
  template: T,
  handle: (call: Call<ParamNames<T>>) => Reply | Promise<Reply>,
  options: RouteOptions = {},
): Route => ({
  method,
  template,
  auth: options.auth ?? 'bot',
  scopes: options.scopes,
  handle: (call) => handle(narrowParams<ParamNames<T>>(call)),
})

/** The body as the type of the route: `validateBody` has accepted it against Discord's schema for that route. */
export const bodyOf = <T extends object>(call: { body: unknown }): T => call.body as T

export const ok = (body: unknown): Reply => ({ status: 200, body })
export const created = (body: unknown): Reply => ({ status: 201, body })
export const noContent: Reply = { status: 204 }

/** Writes the audit log in the bot's name with the request's reason. */
export const auditAsBot = (
  call: { world: World; reason: string | null },
  guild: Guild,
  input: Omit<AuditInput, 'userId' | 'reason'>,
): void => {
  recordAudit(call.world, guild, { ...input, userId: call.world.application.botId, reason: call.reason })
}
