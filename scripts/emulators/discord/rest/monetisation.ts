import {
  type APIEntitlement,
  type APISKU,
  EntitlementOwnerType,
  type RESTPostAPIEntitlementJSONBody,
  SKUType,
} from 'discord-api-types/v10'
import { discordError, fieldError } from '../errors.ts'
import { announceEntitlement } from '../webhook-events/announce.ts'
import { requireGuild, requireUser } from '../world/access.ts'
import { createEntitlement, isActive } from '../world/entitlements.ts'
import type { World } from '../world/types.ts'
import { checkApplication } from './applications.ts'
import { callerId } from './current-user.ts'
import { between, boolParam, idParam, intParam } from './query.ts'
import { bodyOf, type Call, noContent, ok, type Reply, type Route, route } from './route.ts'

const requireSku = (world: World, id: string): APISKU => {
  const sku = world.monetisation.skus.get(id)
  if (!sku) throw discordError(10027, `no SKU ${id}`)
  return sku
}

/** The newest first unless `after` is asked for, as Discord pages. */
const paged = <T extends { id: string }>(call: Call, items: Iterable<T>, fallback: number): T[] => {
  const limit = intParam(call.query, 'limit', { min: 1, max: 100, fallback })
  const ascending = between(items, ({ id }) => id, call.query)
  return call.query.has('after') ? ascending.slice(0, limit) : ascending.slice(-limit)
}

const fits = (call: Call, entitlement: APIEntitlement): boolean => {
  const { query, world } = call
  const userId = idParam(query, 'user_id')
  const guildId = idParam(query, 'guild_id')
  const skus = query.get('sku_ids')?.split(',')
  const hidesDeleted = query.has('exclude_deleted') ? boolParam(query, 'exclude_deleted') : true
  const isEnded = entitlement.ends_at !== null && Date.parse(entitlement.ends_at) <= world.now()
  return (
    (userId === null || entitlement.user_id === userId) &&
    (guildId === null || entitlement.guild_id === guildId) &&
    (skus === undefined || skus.includes(entitlement.sku_id)) &&
    !(hidesDeleted && entitlement.deleted) &&
    !(boolParam(query, 'exclude_ended') && isEnded)
  )
}

const list = (call: Call<'application_id'>): Reply => {
  checkApplication(call.world, call.params.application_id)
  const known = [...call.world.monetisation.entitlements.values()]
  return ok(
    paged(
      call,
      known.filter((entitlement) => fits(call, entitlement)),
      100,
    ),
  )
}

const createTest = (call: Call<'application_id'>): Reply => {
  const { world } = call
  checkApplication(world, call.params.application_id)
  const body = bodyOf<RESTPostAPIEntitlementJSONBody>(call)
  const sku = requireSku(world, String(body.sku_id))
  const ownerId = String(body.owner_id)
  const isGuild = body.owner_type === EntitlementOwnerType.Guild
  const entitlement = createEntitlement(world, {
    sku,
    isTest: true,
    userId: isGuild ? world.application.ownerId : requireUser(world, ownerId).data.id,
    ...(isGuild && { guildId: requireGuild(world, ownerId).id }),
  })
  announceEntitlement(world, 'ENTITLEMENT_CREATE', entitlement)
  return ok(entitlement)
}

type EntitlementCall = Call<'application_id' | 'entitlement_id'>

const requireEntitlement = (call: EntitlementCall): APIEntitlement => {
  checkApplication(call.world, call.params.application_id)
  const entitlement = call.world.monetisation.entitlements.get(call.params.entitlement_id)
  if (!entitlement) throw discordError(10029, `no entitlement ${call.params.entitlement_id}`)
  return entitlement
}

const removeTest = (call: EntitlementCall): Reply => {
  const { world } = call
  const entitlement = requireEntitlement(call)
  if (!world.monetisation.sandbox.delete(entitlement.id))
    throw discordError(40019, 'it was bought, not made for a test')
  entitlement.deleted = true
  announceEntitlement(world, 'ENTITLEMENT_DELETE', entitlement)
  return noContent
}

const consume = (call: EntitlementCall): Reply => {
  const entitlement = requireEntitlement(call)
  const sku = requireSku(call.world, entitlement.sku_id)
  if (sku.type !== SKUType.Consumable) throw discordError(40018, `"${sku.name}" is of type ${sku.type}, not 3`)
  if (!isActive(call.world, entitlement)) throw discordError(10029, 'it was consumed or deleted before')
  entitlement.consumed = true
  return noContent
}

const listSubscriptions = (call: Call<'sku_id'>): Reply => {
  const sku = requireSku(call.world, call.params.sku_id)
  const userId = idParam(call.query, 'user_id')
  if (userId === null) throw fieldError('user_id', 'BASE_TYPE_REQUIRED', 'This field is required')
  const known = [...call.world.monetisation.subscriptions.values()].filter(
    ({ user_id, sku_ids }) => user_id === userId && sku_ids.includes(sku.id),
  )
  return ok(paged(call, known, 50))
}

const getSubscription = (call: Call<'sku_id' | 'subscription_id'>): Reply => {
  const sku = requireSku(call.world, call.params.sku_id)
  const subscription = call.world.monetisation.subscriptions.get(call.params.subscription_id)
  if (!subscription?.sku_ids.includes(sku.id)) throw discordError(10027, 'no such subscription of this SKU')
  return ok(subscription)
}

const listOwn = (call: Call<'application_id'>): Reply => {
  checkApplication(call.world, call.params.application_id)
  const known = [...call.world.monetisation.entitlements.values()]
  return ok(known.filter((entitlement) => entitlement.user_id === callerId(call) && fits(call, entitlement)))
}

const entitlements = '/applications/{application_id}/entitlements'

/** Offers, entitlements and subscriptions. Discord docs: resources/entitlement, resources/sku, resources/subscription. */
export const monetisationRoutes: Route[] = [
  route('GET', '/applications/{application_id}/skus', (call) => {
    checkApplication(call.world, call.params.application_id)
    return ok([...call.world.monetisation.skus.values()])
  }),
  route('GET', entitlements, list),
  route('POST', entitlements, createTest),
  route('GET', `${entitlements}/{entitlement_id}`, (call) => ok(requireEntitlement(call))),
  route('DELETE', `${entitlements}/{entitlement_id}`, removeTest),
  route('POST', `${entitlements}/{entitlement_id}/consume`, consume),
  route('GET', '/skus/{sku_id}/subscriptions', listSubscriptions),
  route('GET', '/skus/{sku_id}/subscriptions/{subscription_id}', getSubscription),
  route('GET', '/users/@me/applications/{application_id}/entitlements', listOwn, {
    auth: 'user',
    scopes: ['applications.entitlements'],
  }),
]
