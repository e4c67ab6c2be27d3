import { SKUFlags, SKUType } from 'discord-api-types/v10'
import type { Context, Hono } from 'hono'
import * as z from 'zod'
import { differencesPage } from '../differences-view.ts'
import { approve, ConsentError, deny } from '../oauth2/decide.ts'
import { checkAuthorizeRequest } from '../oauth2/request.ts'
import { forgetUser } from '../oauth2/tokens.ts'
import { announceDeauthorized, announceEntitlement } from '../webhook-events/announce.ts'
import { createEntitlement, endSubscription } from '../world/entitlements.ts'
import type { World } from '../world/types.ts'
import { findGuild, findUser } from './lookup.ts'
import { type Driver, DriverError } from './types.ts'

export const oauth2Input = z.strictObject({ redirectUris: z.array(z.url()).max(10) })

/** Who decides what; every further field is a parameter of the authorisation link. */
export const authorizeInput = z
  .object({
    user: z.string(),
    guild: z.string().optional(),
    channel: z.string().optional(),
    decision: z.enum(['authorize', 'cancel']).default('authorize'),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean()]))

export const deauthorizeInput = z.strictObject({ user: z.string() })

export const entitlementInput = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('buy'),
    user: z.string(),
    guild: z.string().optional(),
    /** Id or name of the offer. */
    sku: z.string(),
    /** How long a subscription lasts; without it, until it is ended. */
    days: z.number().positive().max(3660).optional(),
  }),
  z.strictObject({ action: z.enum(['end', 'refund']), entitlement: z.string() }),
])

const linkParameters = (world: World, rest: Record<string, unknown>): URLSearchParams => {
  const entries = Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)])
  const query = new URLSearchParams(entries)
  if (!query.has('client_id')) query.set('client_id', world.application.id)
  return query
}

/** What the consent page does, without a browser: `{location}` of the redirect, or `{done}` after an installation. */
export const authorize = (world: World, body: z.infer<typeof authorizeInput>) => {
  const { user, guild, channel, decision, ...rest } = body
  const checked = checkAuthorizeRequest(world, linkParameters(world, rest))
  if (checked.kind === 'refuse') throw new DriverError('oauth2_refused', checked.message)
  if (checked.kind === 'redirect') return { location: checked.location }
  if (decision === 'cancel') return deny(checked.request)
  try {
    return approve(world, checked.request, {
      user: findUser(world, user),
      guildId: guild === undefined ? null : findGuild(world, guild).id,
      channelId: channel ?? null,
      permissions: checked.request.permissions,
    })
  } catch (error) {
    if (error instanceof ConsentError) throw new DriverError('consent', error.message)
    throw error
  }
}

/** A person removes the application from their authorised apps: all tokens end, and the webhook hears of it. */
export const deauthorize = (world: World, body: z.infer<typeof deauthorizeInput>) => {
  const { data } = findUser(world, body.user)
  if (!forgetUser(world, data.id))
    throw new DriverError('not_authorized', `${data.username} has not authorised the application.`)
  announceDeauthorized(world, data.id)
  return { ok: true }
}

const findSku = (world: World, reference: string) => {
  const skus = [...world.monetisation.skus.values()]
  const sku = skus.find(({ id, name }) => id === reference || name.toLowerCase() === reference.toLowerCase())
  if (sku) return sku
  const names = skus.map(({ name }) => `"${name}"`).join(', ')
  throw new DriverError('unknown_sku', `There is no offer "${reference}"; there are ${names || 'none'}.`)
}

const buy = (world: World, body: Extract<z.infer<typeof entitlementInput>, { action: 'buy' }>) => {
  const sku = findSku(world, body.sku)
  const isForGuild = sku.type === SKUType.Subscription && (sku.flags & SKUFlags.GuildSubscription) !== 0
  if (isForGuild !== (body.guild !== undefined))
    throw new DriverError('wrong_owner', `"${sku.name}" is bought ${isForGuild ? 'for a guild' : 'by a user alone'}.`)
  const entitlement = createEntitlement(world, {
    sku,
    userId: findUser(world, body.user).data.id,
    guildId: body.guild === undefined ? undefined : findGuild(world, body.guild).id,
    isTest: false,
    days: body.days,
  })
  announceEntitlement(world, 'ENTITLEMENT_CREATE', entitlement)
  return { entitlement }
}

/** Somebody buys an offer, a subscription ends, or Discord takes a purchase back. */
export const changeEntitlement = (world: World, body: z.infer<typeof entitlementInput>) => {
  if (body.action === 'buy') return buy(world, body)
  const entitlement = world.monetisation.entitlements.get(body.entitlement)
  if (!entitlement) throw new DriverError('unknown_entitlement', `There is no entitlement "${body.entitlement}".`)
  if (body.action === 'end') endSubscription(world, entitlement)
  else entitlement.deleted = true
  announceEntitlement(world, body.action === 'end' ? 'ENTITLEMENT_UPDATE' : 'ENTITLEMENT_DELETE', entitlement)
  return { entitlement }
}

const oauth2State = ({ application, publicUrl, oauth2 }: World) => ({
  clientId: application.id,
  clientSecret: application.clientSecret,
  redirectUris: application.redirectUris,
  authorizeUrl: `${publicUrl}/oauth2/authorize`,
  tokenUrl: `${publicUrl}/api/v10/oauth2/token`,
  revokeUrl: `${publicUrl}/api/v10/oauth2/token/revoke`,
  users: [...oauth2.consents].map(([userId, scopes]) => ({ userId, scopes: [...scopes] })),
})

const pageHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
}

type Parse = <T>(c: Context, schema: z.ZodType<T>) => Promise<T>

/** The driver's routes around sign-in, purchases and webhook events. */
export const addPlatformRoutes = (app: Hono, { world }: Driver, parse: Parse): void => {
  app.get('/emulator/differences', (c) => c.html(differencesPage(), 200, pageHeaders))
  app.get('/emulator/oauth2', (c) => c.json(oauth2State(world)))
  app.post('/emulator/oauth2', async (c) => {
    world.application.redirectUris = (await parse(c, oauth2Input)).redirectUris
    return c.json(oauth2State(world))
  })
  app.post('/emulator/authorize', async (c) => c.json(authorize(world, await parse(c, authorizeInput))))
  app.post('/emulator/deauthorize', async (c) => c.json(deauthorize(world, await parse(c, deauthorizeInput))))
  app.get('/emulator/entitlements', (c) =>
    c.json({
      skus: [...world.monetisation.skus.values()],
      entitlements: [...world.monetisation.entitlements.values()],
      subscriptions: [...world.monetisation.subscriptions.values()],
    }),
  )
  app.post('/emulator/entitlements', async (c) => c.json(changeEntitlement(world, await parse(c, entitlementInput))))
  app.get('/emulator/webhook-events', (c) =>
    c.json({ events: world.webhookEvents.records, status: world.application.eventWebhooksStatus }),
  )
}
