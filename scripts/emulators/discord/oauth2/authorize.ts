import { PermissionFlagsBits } from 'discord-api-types/v10'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { User, World } from '../world/types.ts'
import { approve, type Choice, ConsentError, type Decision, deny, maySkip } from './decide.ts'
import { consentPage, messagePage } from './page.ts'
import { type AuthorizeRequest, checkAuthorizeRequest } from './request.ts'

const cookie = 'emulator_user'

/** No script runs, nothing is loaded, and no other page may frame the consent. */
const pageHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}

/** Whom the browser acts as: the last choice, else the application's owner. */
const signedIn = (world: World, c: Context): User => {
  const user = world.users.get(getCookie(c, cookie) ?? '') ?? world.users.get(world.application.ownerId)
  if (!user) throw new ConsentError('There is no user yet: start with the demo servers, or make a user first.')
  return user
}

const queryOf = (c: Context): URLSearchParams => new URL(c.req.url).searchParams

const go = (c: Context, decision: Decision): Response | Promise<Response> =>
  'location' in decision
    ? c.body(null, 303, { location: decision.location, 'cache-control': 'no-store' })
    : c.html(messagePage('Success!', `${decision.done} You may now close this window.`), 200, pageHeaders)

const actionOf = (c: Context): string => `${c.req.path}${new URL(c.req.url).search}`

const ask = (c: Context, world: World, request: AuthorizeRequest, view: { user: User; problem?: string }) =>
  c.html(consentPage(world, request, { ...view, action: actionOf(c) }), 200, pageHeaders)

const permissionBit = (name: string): bigint => new Map(Object.entries(PermissionFlagsBits)).get(name) ?? 0n

const text = (form: FormData, name: string): string | null => {
  const value = form.get(name)
  return typeof value === 'string' && value !== '' ? value : null
}

const choiceOf = (world: World, form: FormData, fallback: User): Choice => ({
  user: world.users.get(text(form, 'user') ?? '') ?? fallback,
  guildId: text(form, 'guild'),
  channelId: text(form, 'channel'),
  permissions: form.getAll('permission').reduce((bits, name) => bits | permissionBit(String(name)), 0n),
})

const judge = (c: Context, world: World): AuthorizeRequest | Response | Promise<Response> => {
  const checked = checkAuthorizeRequest(world, queryOf(c))
  if (checked.kind === 'ask') return checked.request
  if (checked.kind === 'redirect') return c.body(null, 302, { location: checked.location })
  return c.html(messagePage('Error', checked.message), 400, pageHeaders)
}

const isRequest = (judged: AuthorizeRequest | Response | Promise<Response>): judged is AuthorizeRequest =>
  'scopes' in judged

/** GET /oauth2/authorize: the consent page, or at once the redirect that `prompt=none` and errors bring. */
export const showConsent =
  (world: World) =>
  (c: Context): Response | Promise<Response> => {
    const request = judge(c, world)
    if (!isRequest(request)) return request
    const user = signedIn(world, c)
    if (!maySkip(world, request, user.data.id)) return ask(c, world, request, { user })
    return go(c, approve(world, request, { user, guildId: null, channelId: null, permissions: 0n }))
  }

/** POST /oauth2/authorize: what the person pressed on the consent page. */
export const takeConsent =
  (world: World) =>
  async (c: Context): Promise<Response> => {
    const request = judge(c, world)
    if (!isRequest(request)) return request
    const form = await c.req.formData()
    const choice = choiceOf(world, form, signedIn(world, c))
    setCookie(c, cookie, choice.user.data.id, { httpOnly: true, sameSite: 'Lax', path: '/' })
    const decision = text(form, 'decision')
    if (decision === 'cancel') return go(c, deny(request))
    if (decision !== 'authorize') return ask(c, world, request, { user: choice.user })
    try {
      return await go(c, approve(world, request, choice))
    } catch (error) {
      if (error instanceof ConsentError) return ask(c, world, request, { user: choice.user, problem: error.message })
      throw error
    }
  }
