import { InteractionType } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { findPlace, prepareInteraction } from '../driver/index.ts'
import { demo } from '../seed.ts'
import { createEmulatorApp } from '../server.ts'
import { activeEntitlements, demoSkus } from '../world/entitlements.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const app = `/applications/${demo.applicationId}`

/** Guarantee: the driver answers an entitlement or an error. */
const asChange = (value: unknown) => value as { entitlement: { id: string }; error?: { code: string } }

const drive = async (client: TestClient, body: object) => {
  const emulator = createEmulatorApp(client.world, { workerUrl: 'http://127.0.0.1:1' })
  const response = await emulator.request('/emulator/entitlements', { method: 'POST', body: JSON.stringify(body) })
  return asChange(await response.json())
}

const grant = (client: TestClient, sku_id: string, owner: [id: string, type: 1 | 2]) =>
  client.call('POST', `${app}/entitlements`, { body: { sku_id, owner_id: owner[0], owner_type: owner[1] } })

const active = (client: TestClient, userId: string, guildId: string | null = null) =>
  activeEntitlements(client.world, userId, guildId).map(({ sku_id }) => sku_id)

describe('entitlements', () => {
  test('made for a test are active in interactions until they are deleted', async () => {
    const client = createTestClient()
    const events: string[] = []
    client.world.onEvent(({ type }) => events.push(type))
    const { body } = await grant(client, demoSkus.guildSubscription, [demo.guildId, 1])
    expect(active(client, demo.users.alan, demo.guildId)).toEqual([demoSkus.guildSubscription])
    expect(active(client, demo.users.alan, demo.other.guildId)).toEqual([])
    expect((await client.call('DELETE', `${app}/entitlements/${body['id']}`)).status).toBe(204)
    expect(active(client, demo.users.alan, demo.guildId)).toEqual([])
    expect(events).toEqual(['ENTITLEMENT_CREATE', 'ENTITLEMENT_DELETE'])
    expect(client.world.webhookEvents.records.map(({ type, state }) => [type, state])).toEqual([
      ['ENTITLEMENT_CREATE', 'skipped'],
      ['ENTITLEMENT_DELETE', 'skipped'],
    ])
    expect(client.world.violations.entries).toEqual([])
  })

  test('that were bought cannot be deleted, and end with their time', async () => {
    const client = createTestClient()
    const { entitlement } = await drive(client, { action: 'buy', user: 'alan', sku: 'Supporter', days: 30 })
    const deleted = await client.call('DELETE', `${app}/entitlements/${entitlement.id}`)
    expect(deleted.body.code).toBe(40019)
    const subscriptions = await client.call(
      'GET',
      `/skus/${demoSkus.userSubscription}/subscriptions?user_id=${demo.users.alan}`,
    )
    expect(Object.values(subscriptions.body)).toMatchObject([{ status: 0, entitlement_ids: [entitlement.id] }])
    client.clock.advance(31 * 86_400_000)
    expect(active(client, demo.users.alan)).toEqual([])
    const left = await client.call('GET', `${app}/entitlements?exclude_ended=true`)
    expect([left.body, Object.values((await client.call('GET', `${app}/entitlements`)).body).length]).toEqual([[], 1])
  })

  test('are consumed once, when they can be', async () => {
    const client = createTestClient()
    const coins = (await grant(client, demoSkus.consumable, [demo.users.alan, 2])).body['id']
    const badge = (await grant(client, demoSkus.durable, [demo.users.alan, 2])).body['id']
    const consume = (id: unknown) => client.call('POST', `${app}/entitlements/${id}/consume`, { body: {} })
    expect((await consume(badge)).body.code).toBe(40018)
    expect((await consume(coins)).status).toBe(204)
    expect(active(client, demo.users.alan)).toEqual([demoSkus.durable])
    expect((await client.call('GET', `${app}/entitlements/${coins}`)).body['consumed']).toBe(true)
  })

  test('come with interactions', async () => {
    const client = createTestClient()
    await grant(client, demoSkus.durable, [demo.users.alan, 2])
    const carried = (user: string) => {
      const place = findPlace(client.world, { guild: demo.guildId, channel: 'general', user })
      const { body } = prepareInteraction(client.world, place, { type: InteractionType.ApplicationCommand, data: {} })
      return JSON.parse(body).entitlements
    }
    expect(carried('alan')).toMatchObject([{ sku_id: demoSkus.durable, user_id: demo.users.alan }])
    expect(carried('grace')).toEqual([])
  })

  test('of unknown offers and unknown ones are refused', async () => {
    const client = createTestClient()
    expect((await grant(client, '1', [demo.users.alan, 2])).body.code).toBe(10027)
    expect((await client.call('GET', `${app}/entitlements/1`)).body.code).toBe(10029)
    expect((await drive(client, { action: 'buy', user: 'alan', sku: 'Server Plus' })).error?.code).toBe('wrong_owner')
  })

  test('that end early are told as an update', async () => {
    const client = createTestClient()
    const bought = await drive(client, { action: 'buy', user: 'ada', guild: 'Guildhall Demo', sku: 'Server Plus' })
    expect(active(client, demo.users.alan, demo.guildId)).toHaveLength(1)
    await drive(client, { action: 'end', entitlement: bought.entitlement.id })
    expect(active(client, demo.users.alan, demo.guildId)).toEqual([])
    expect(client.world.webhookEvents.records.at(-1)?.type).toBe('ENTITLEMENT_UPDATE')
  })

  test('belong to offers that are listed', async () => {
    const client = createTestClient()
    const skus = Object.values((await client.call('GET', `${app}/skus`)).body)
    expect(skus).toMatchObject([{ name: 'Server Plus', type: 5 }, { type: 5 }, { type: 2 }, { type: 3 }])
  })
})
