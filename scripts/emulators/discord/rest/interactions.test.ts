import { InteractionType, MessageFlags } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { demo } from '../seed.ts'
import { acknowledge, applyResponse, createInteraction, originalMessage } from '../world/interactions.ts'
import type { Interaction } from '../world/types.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const place = { guildId: demo.guildId, channelId: demo.channels.general, userId: demo.users.grace }
const quiet = { allowed_mentions: { parse: [] } }
const noAuth = { authorization: undefined }

const open = (client: TestClient): Interaction =>
  createInteraction(client.world, { ...place, type: InteractionType.ApplicationCommand, commandName: 'warn' })

const openDeferred = (client: TestClient, flags: number = 0): Interaction => {
  const interaction = open(client)
  applyResponse(client.world, interaction, { type: 5, data: { flags } })
  acknowledge(client.world, interaction)
  return interaction
}

const callback = (client: TestClient, { id, token }: Interaction, body: object, query = '') =>
  client.call('POST', `/interactions/${id}/${token}/callback${query}`, { body, headers: noAuth })

const webhook = ({ token }: Interaction, rest = '') => `/webhooks/${demo.applicationId}/${token}${rest}`

describe('the callback route', () => {
  test('answers without a bot token, posts the message and says which with with_response', async () => {
    const client = createTestClient()
    const interaction = open(client)
    const body = { type: 4, data: { content: 'done', flags: MessageFlags.Ephemeral, ...quiet } }
    const answer = await callback(client, interaction, body, '?with_response=true')
    expect(answer.status).toBe(200)
    expect(answer.body['interaction']).toMatchObject({ id: interaction.id, response_message_ephemeral: true })
    expect(answer.body['resource']).toMatchObject({ type: 4, message: { content: 'done' } })
    expect(originalMessage(client.world, interaction)?.visibleTo).toBe(demo.users.grace)
    expect(interaction.state).toBe('acknowledged')
  })

  test('with_response names the loading message of a promise, and no resource', async () => {
    const client = createTestClient()
    const answer = await callback(client, open(client), { type: 5 }, '?with_response=true')
    expect(answer.body['interaction']).toMatchObject({ response_message_loading: true })
    expect(answer.body['resource']).toBeUndefined()
    expect(client.world.violations.entries).toEqual([])
  })

  test('a second answer gets 40060, a late one and a wrong token 10062', async () => {
    const client = createTestClient()
    const interaction = open(client)
    expect((await callback(client, interaction, { type: 5 })).status).toBe(204)
    expect((await callback(client, interaction, { type: 5 })).body.code).toBe(40060)
    expect((await callback(client, { ...interaction, token: 'x' }, { type: 5 })).body.code).toBe(10062)
    const late = open(client)
    client.clock.advance(3_100)
    expect((await callback(client, late, { type: 5 })).body.code).toBe(10062)
    expect(client.world.violations.entries.map(({ code }) => code)).toEqual([40060, 10062, 10062])
  })

  test('an answer of the wrong kind is refused and leaves the interaction open', async () => {
    const client = createTestClient()
    const interaction = open(client)
    const wrong = await callback(client, interaction, { type: 8, data: { choices: [] } })
    expect([wrong.status, wrong.body.code]).toEqual([400, 50035])
    expect((await callback(client, interaction, { type: 5 })).status).toBe(204)
  })
})

describe('@original', () => {
  test('the first edit ends the loading state, is not marked as edited and keeps the message ephemeral', async () => {
    const client = createTestClient()
    const interaction = openDeferred(client, MessageFlags.Ephemeral)
    const loading = originalMessage(client.world, interaction)?.data.flags ?? 0
    expect(loading & MessageFlags.Loading).toBe(MessageFlags.Loading)
    const components = [{ type: 10, content: 'ready' }]
    const edit = { components, flags: MessageFlags.IsComponentsV2, ...quiet }
    const first = await client.call('PATCH', webhook(interaction, '/messages/@original'), {
      body: edit,
      headers: noAuth,
    })
    expect(first.status).toBe(200)
    expect(first.body['flags']).toBe(MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral)
    expect(first.body['edited_timestamp']).toBeNull()
    const second = await client.call('PATCH', webhook(interaction, '/messages/@original'), { body: edit })
    expect(second.body['edited_timestamp']).not.toBeNull()
    expect(client.world.violations.entries).toEqual([])
  })

  test('is read, also with an escaped @, and deleted by its name', async () => {
    const client = createTestClient()
    const interaction = openDeferred(client)
    expect((await client.call('GET', webhook(interaction, '/messages/@original'))).status).toBe(200)
    expect((await client.call('GET', webhook(interaction, '/messages/%40original'))).status).toBe(200)
    expect((await client.call('DELETE', webhook(interaction, '/messages/@original'))).status).toBe(204)
    expect((await client.call('GET', webhook(interaction, '/messages/@original'))).body.code).toBe(10008)
  })

  test('before the answer was processed gets 10015 as an outcome: the ack race', async () => {
    const client = createTestClient()
    const answer = await client.call('PATCH', webhook(open(client), '/messages/@original'), {
      body: { content: 'x', ...quiet },
    })
    expect([answer.status, answer.body.code, client.last().verdict]).toEqual([404, 10015, 'outcome'])
  })

  test('after fifteen minutes gets 50027, which is a violation', async () => {
    const client = createTestClient()
    const interaction = openDeferred(client)
    client.clock.advance(15 * 60_000 + 1)
    const answer = await client.call('PATCH', webhook(interaction, '/messages/@original'), {
      body: { content: 'x', ...quiet },
    })
    expect([answer.status, answer.body.code, client.last().verdict]).toEqual([401, 50027, 'violation'])
  })
})

describe('follow-ups', () => {
  test('fill the loading message first, then post messages of their own, which can be edited and deleted', async () => {
    const client = createTestClient()
    const interaction = openDeferred(client)
    const post = (content: string) => client.call('POST', webhook(interaction), { body: { content, ...quiet } })
    expect((await post('first')).body['id']).toBe(interaction.originalMessageId)
    const own = (await post('second')).body['id']
    expect(interaction.followupIds).toEqual([own])
    const edit = { body: { content: 'changed', ...quiet } }
    expect((await client.call('PATCH', webhook(interaction, `/messages/${own}`), edit)).body['content']).toBe('changed')
    expect((await client.call('DELETE', webhook(interaction, `/messages/${own}`))).status).toBe(204)
    expect((await client.call('GET', webhook(interaction, `/messages/${own}`))).body.code).toBe(10008)
  })

  test('an ephemeral one is seen by the user alone', async () => {
    const client = createTestClient()
    const interaction = openDeferred(client)
    await client.call('POST', webhook(interaction), { body: { content: 'x', ...quiet } })
    const body = { content: 'secret', flags: MessageFlags.Ephemeral, ...quiet }
    const { id } = (await client.call('POST', webhook(interaction), { body })).body
    const message = client.world.channels.get(demo.channels.general)?.messages.get(String(id))
    expect(message?.visibleTo).toBe(demo.users.grace)
  })

  test('do not reach the messages of another interaction', async () => {
    const client = createTestClient()
    const [mine, other] = [openDeferred(client), openDeferred(client)]
    const answer = await client.call('DELETE', webhook(mine, `/messages/${other.originalMessageId}`))
    expect(answer.body.code).toBe(10008)
  })
})
