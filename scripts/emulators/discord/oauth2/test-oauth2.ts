import type { Hono } from 'hono'
import { seedWorld } from '../seed.ts'
import { createEmulatorApp } from '../server.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import type { Clock, World } from '../world/types.ts'

export const redirectUri = 'http://127.0.0.1:8787/auth/callback'

export interface Answer {
  status: number
  body: Record<string, unknown>
  location: string | null
}

export interface OAuth2Client {
  world: World
  clock: Clock
  app: Hono
  /** The link of the consent page with these parameters. */
  link(parameters: Record<string, string>): string
  /** What a person decides, through the driver. */
  decide(input: Record<string, string>): Promise<Answer>
  /** A form to the token or revocation endpoint, with the right client unless it is given. */
  form(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
  /** A REST call with that Authorization header. */
  api(method: string, path: string, options: { authorization: string; body?: unknown }): Promise<Answer>
}

/** Guarantee: every answer that is read here is a JSON object or list. */
const asBody = (value: unknown): Answer['body'] => value as Answer['body']

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    body: asBody(isJson ? JSON.parse(text) : { text }),
    location: response.headers.get('location'),
  }
}

/** A seeded world behind the whole emulator, without a port. */
export const createOAuth2Client = (): OAuth2Client => {
  const clock = createStandaloneClock()
  const world = createWorld({ clock })
  seedWorld(world)
  world.ready = true
  const app = createEmulatorApp(world, { workerUrl: 'http://127.0.0.1:1' })
  const client = { client_id: world.application.id, client_secret: world.application.clientSecret }
  const json = { 'content-type': 'application/json' }
  return {
    world,
    clock,
    app,
    link: (parameters) =>
      `/oauth2/authorize?${new URLSearchParams({ client_id: world.application.id, redirect_uri: redirectUri, ...parameters })}`,
    decide: async (input) =>
      read(await app.request('/emulator/authorize', { method: 'POST', headers: json, body: JSON.stringify(input) })),
    form: async (path, fields, headers = {}) => {
      const body = new URLSearchParams({ ...('authorization' in headers ? {} : client), ...fields })
      return read(await app.request(`/api/v10${path}`, { method: 'POST', body, headers }))
    },
    api: async (method, path, { authorization, body }) => {
      const headers = {
        authorization,
        'user-agent': 'DiscordBot (https://example.com, 1.0)',
        ...(body !== undefined && json),
      }
      const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
      return read(await app.request(`/api/v10${path}`, init))
    },
  }
}

/** The value of a parameter in the redirect's query or fragment. */
export const parameterOf = (answer: Answer, name: string): string | null => {
  const location = answer.location ?? String(answer.body['location'])
  const url = new URL(location)
  return url.searchParams.get(name) ?? new URLSearchParams(url.hash.slice(1)).get(name)
}

/** Signs that user in with these scopes and exchanges the code; returns the token answer's body. */
export const signIn = async (client: OAuth2Client, user: string, scope: string): Promise<Record<string, string>> => {
  const decided = await client.decide({ user, scope, response_type: 'code', redirect_uri: redirectUri })
  const code = parameterOf(decided, 'code') ?? ''
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const { body } = await client.form('/oauth2/token', fields)
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]))
}
