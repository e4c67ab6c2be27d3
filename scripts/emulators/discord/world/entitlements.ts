import { type APIEntitlement, type APISKU, EntitlementType, SKUFlags, SKUType } from 'discord-api-types/v10'
import type { MonetisationState } from './monetisation-types.ts'
import { setBounded } from './platform-state.ts'
import type { Snowflake, World } from './types.ts'

const maxEntitlements = 10_000
const dayMs = 86_400_000

/** The ids of the demo application's offers. */
export const demoSkus = {
  guildSubscription: '1180000000000000101',
  userSubscription: '1180000000000000102',
  durable: '1180000000000000103',
  consumable: '1180000000000000104',
} as const

type Offer = [name: string, id: Snowflake, type: SKUType, flags: SKUFlags]

/** One offer of each kind that an application can sell. */
export const demoMonetisation = (applicationId: Snowflake): MonetisationState => {
  const offers: Offer[] = [
    ['Server Plus', demoSkus.guildSubscription, SKUType.Subscription, SKUFlags.Available | SKUFlags.GuildSubscription],
    ['Supporter', demoSkus.userSubscription, SKUType.Subscription, SKUFlags.Available | SKUFlags.UserSubscription],
    ['Badge', demoSkus.durable, SKUType.Durable, SKUFlags.Available],
    ['Ten coins', demoSkus.consumable, SKUType.Consumable, SKUFlags.Available],
  ]
  const skus = offers.map(([name, id, type, flags]): [Snowflake, APISKU] => [
    id,
    { id, type, application_id: applicationId, name, slug: name.toLowerCase().replace(/\W+/g, '-'), flags },
  ])
  return { skus: new Map(skus), entitlements: new Map(), subscriptions: new Map(), sandbox: new Set() }
}

/** True while it grants something: neither deleted, ended nor consumed. */
export const isActive = (world: World, entitlement: APIEntitlement): boolean =>
  !entitlement.deleted &&
  entitlement.consumed !== true &&
  (entitlement.ends_at === null || Date.parse(entitlement.ends_at) > world.now())

/** What an interaction carries: the active entitlements of the user and of the guild. */
export const activeEntitlements = (world: World, userId: Snowflake, guildId: Snowflake | null): APIEntitlement[] =>
  [...world.monetisation.entitlements.values()].filter((entitlement) => {
    const isTheirs =
      entitlement.guild_id === undefined ? entitlement.user_id === userId : entitlement.guild_id === guildId
    return isTheirs && isActive(world, entitlement)
  })

export interface NewEntitlement {
  sku: APISKU
  userId: Snowflake
  guildId?: Snowflake | undefined
  /** Made by the developer for a test: valid without end, and deletable by the API. */
  isTest: boolean
  /** How long a subscription lasts. */
  days?: number | undefined
}

const typeOf = (input: NewEntitlement): EntitlementType => {
  if (input.sku.type === SKUType.Subscription) return EntitlementType.ApplicationSubscription
  return input.isTest ? EntitlementType.TestModePurchase : EntitlementType.Purchase
}

const period = (world: World, input: NewEntitlement) => {
  if (input.isTest) return { starts_at: null, ends_at: null }
  const start = world.now()
  const isSubscription = input.sku.type === SKUType.Subscription
  const end = isSubscription && input.days !== undefined ? new Date(start + input.days * dayMs).toISOString() : null
  return { starts_at: new Date(start).toISOString(), ends_at: end }
}

const addSubscription = (world: World, input: NewEntitlement, entitlementId: Snowflake): void => {
  const id = world.newId()
  const start = world.now()
  const subscription = {
    id,
    user_id: input.userId,
    sku_ids: [input.sku.id],
    entitlement_ids: [entitlementId],
    renewal_sku_ids: null,
    current_period_start: new Date(start).toISOString(),
    current_period_end: new Date(start + (input.days ?? 30) * dayMs).toISOString(),
    status: 0,
    canceled_at: null,
  }
  setBounded(world.monetisation.subscriptions, [id, subscription], maxEntitlements)
  world.emit({ type: 'SUBSCRIPTION_CREATE', guildId: null, payload: subscription })
}

/** Grants an offer to a user or, for guild subscriptions, to a guild; a subscription that is bought gets its record. */
export const createEntitlement = (world: World, input: NewEntitlement): APIEntitlement => {
  const { sku, userId, guildId } = input
  const entitlement: APIEntitlement = {
    id: world.newId(),
    sku_id: sku.id,
    application_id: world.application.id,
    user_id: userId,
    ...(guildId !== undefined && { guild_id: guildId }),
    type: typeOf(input),
    deleted: false,
    ...period(world, input),
    consumed: false,
  }
  setBounded(world.monetisation.entitlements, [entitlement.id, entitlement], maxEntitlements)
  if (input.isTest) world.monetisation.sandbox.add(entitlement.id)
  else if (sku.type === SKUType.Subscription) addSubscription(world, input, entitlement.id)
  return entitlement
}

/** Ends the subscription behind an entitlement now. */
export const endSubscription = (world: World, entitlement: APIEntitlement): void => {
  const now = new Date(world.now()).toISOString()
  entitlement.ends_at = now
  for (const subscription of world.monetisation.subscriptions.values()) {
    if (!subscription.entitlement_ids.includes(entitlement.id)) continue
    Object.assign(subscription, { status: 1, canceled_at: now, current_period_end: now })
    world.emit({ type: 'SUBSCRIPTION_UPDATE', guildId: null, payload: subscription })
  }
}
