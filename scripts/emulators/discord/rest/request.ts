import type { Context } from 'hono'
import { discordError, fieldError, plainError } from '../errors.ts'
import { findAccessToken } from '../oauth2/tokens.ts'
import type { AccessToken } from '../world/oauth2-types.ts'
import type { RequestEntry, World } from '../world/types.ts'
import type { Route, UploadedFile } from './route.ts'

/** Discord's limit for a whole request. Discord docs: reference#uploading-files. */
const maxRequestBytes = 25 * 1024 * 1024
const maxReasonLength = 512

export interface ParsedBody {
  body: unknown
  files: UploadedFile[]
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw discordError(50109, 'the body is not JSON')
  }
}

const parseMultipart = async (request: Request): Promise<ParsedBody> => {
  let form: FormData
  try {
    form = await request.formData()
  } catch {
    throw discordError(50109, 'the multipart body cannot be read')
  }
  const files: UploadedFile[] = []
  const fields: Record<string, unknown> = {}
  for (const [field, value] of form) {
    if (typeof value === 'string') fields[field] = value
    else {
      const bytes = new Uint8Array(await value.arrayBuffer())
      files.push({ field, name: value.name, contentType: value.type || 'application/octet-stream', bytes })
    }
  }
  const payload = fields['payload_json']
  return { body: typeof payload === 'string' ? parseJson(payload) : fields, files }
}

/**
 * Reads a body as Discord does: JSON, or multipart with `payload_json` and `files[n]`.
 * Throws 50109 for broken JSON, 50035 for another content type, 40005 above 25 MiB.
 */
export const readBody = async (c: Context): Promise<ParsedBody> => {
  const request = c.req.raw
  if (request.method === 'GET' || request.method === 'HEAD') return { body: undefined, files: [] }
  const type = request.headers.get('content-type') ?? ''
  if (Number(request.headers.get('content-length') ?? 0) > maxRequestBytes) throw discordError(40005)
  if (type.startsWith('multipart/form-data')) return parseMultipart(request)
  const text = await request.text()
  if (text.length > maxRequestBytes) throw discordError(40005)
  if (text === '') return { body: request.method === 'DELETE' ? undefined : {}, files: [] }
  if (!type.startsWith('application/json')) {
    throw fieldError(
      'Content-Type',
      'CONTENT_TYPE_INVALID',
      `Expected "Content-Type" header to be one of {'application/json'}, got "${type}".`,
    )
  }
  return { body: parseJson(text), files: [] }
}

/** The kind of the Authorization header, for the log; never its value. */
export const authorizationKind = (header: string | undefined): RequestEntry['authorization'] => {
  if (header === undefined || header === '') return 'none'
  const kind = header.split(' ')[0]
  if (kind === 'Bot') return 'bot'
  if (kind === 'Bearer') return 'bearer'
  return kind === 'Basic' ? 'basic' : 'other'
}

/** The access token behind `Bearer <token>`, or null for any other header and for a token that is unknown or expired. */
export const bearerOf = (world: World, header: string | undefined): AccessToken | null =>
  header?.startsWith('Bearer ') ? findAccessToken(world, header.slice('Bearer '.length)) : null

/** 401 or 50026 unless the route takes bearer tokens and this one has a scope that it needs. */
const checkBearer = (route: Route, token: AccessToken | null): void => {
  if (token === null) throw plainError(401, 'authorization', 'the bearer token is unknown, expired or revoked')
  const { scopes } = token.grant
  if (route.scopes === undefined) throw plainError(401, 'authorization', `${route.template} takes no bearer token`)
  if (route.scopes.length === 0 || route.scopes.some((scope) => scopes.has(scope))) return
  const words = `the bearer token has the scopes "${[...scopes].join(' ')}", not "${route.scopes.join('" or "')}"`
  if (route.template.startsWith('/users/@me')) throw plainError(401, 'authorization', words)
  throw discordError(50026, words, { rule: 'authorization' })
}

/** 401 unless the route needs no caller, or the header carries the bot's token or a bearer token that suffices. */
export const checkAuthorization = (world: World, route: Route, header: string | undefined): void => {
  if (header?.startsWith('Bearer ')) {
    checkBearer(route, bearerOf(world, header))
    return
  }
  const isBot = header === `Bot ${world.application.token}`
  if (isBot && route.auth === 'user') throw discordError(20001, `${route.template} takes bearer tokens only`)
  if (isBot || ((route.auth === 'token' || route.auth === 'none') && header === undefined)) return
  const why = header === undefined ? 'no Authorization header' : 'the Authorization header is not the bot token'
  throw plainError(401, 'authorization', `${why} (expected "Bot <token>")`)
}

/** Discord docs: reference#user-agent. Both `url, version` and `url version` are seen in kept libraries. */
const userAgentPattern = /^DiscordBot \(\S+?,? [^)]+\)/

/** 40333 unless the User-Agent has the form Discord asks for. */
export const checkUserAgent = (world: World, header: string | undefined): void => {
  if (!world.rules.userAgent || (header !== undefined && userAgentPattern.test(header))) return
  throw discordError(40333, `User-Agent is ${header ? `"${header}"` : 'missing'}, not "DiscordBot ($url, $version)"`, {
    rule: 'user-agent',
  })
}

/** The decoded X-Audit-Log-Reason or null; 50035 when it is not URL-encoded or longer than 512 characters. */
export const readReason = (header: string | undefined): string | null => {
  if (header === undefined || header === '') return null
  let reason: string
  try {
    reason = decodeURIComponent(header)
  } catch {
    throw fieldError('X-Audit-Log-Reason', 'BASE_TYPE_BAD_ENCODING', 'The reason must be URL-encoded UTF-8.')
  }
  if ([...reason].length <= maxReasonLength) return reason
  throw fieldError(
    'X-Audit-Log-Reason',
    'BASE_TYPE_MAX_LENGTH',
    `Must be ${maxReasonLength} or fewer in length; the reason has ${[...reason].length}.`,
  )
}
