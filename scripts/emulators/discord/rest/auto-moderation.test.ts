import { expect, test } from 'vitest'
import { writeMessage } from '../driver/actions.ts'
import { watchProfiles } from '../driver/auto-moderated.ts'
import { demo } from '../seed.ts'
import type { WorldEvent } from '../world/types.ts'
import { guild } from './error-kit.ts'
import { createTestClient, type TestClient } from './test-client.ts'

const { channels, users, guildId, roles } = demo
const rules = `${guild}/auto-moderation/rules`
const block = { type: 1, metadata: { custom_message: 'Mind your words.' } }
const alert = { type: 2, metadata: { channel_id: channels.modLog } }
const timeout = { type: 3, metadata: { duration_seconds: 60 } }

const keywordRule = (more: object = {}) => ({
  name: 'Words',
  event_type: 1,
  trigger_type: 1,
  enabled: true,
  actions: [block],
  trigger_metadata: { keyword_filter: ['badword', 'spoil*'] },
  ...more,
})

const withRule = async (body: object): Promise<{ client: TestClient; events: WorldEvent[]; id: unknown }> => {
  const client = createTestClient()
  const made = await client.call('POST', rules, { body })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const events: WorldEvent[] = []
  client.world.onEvent((event) => events.push(event))
  return { client, events, id: made.body['id'] }
}

const write = ({ world }: TestClient, content: string, user = 'alan') =>
  writeMessage(world, { guild: guildId, channel: 'general', user, content })

const executions = (events: readonly WorldEvent[]) =>
  events.filter(({ type }) => type === 'AUTO_MODERATION_ACTION_EXECUTION').map(({ payload }) => payload)

test('rules are made, listed, changed and deleted, with audit entries and answers as published', async () => {
  const { client, id } = await withRule(keywordRule())
  expect((await client.call('GET', rules)).body).toMatchObject([{ id, trigger_metadata: { allow_list: [] } }])
  const patched = await client.call('PATCH', `${rules}/${id}`, {
    body: { enabled: false, exempt_roles: [roles.trusted] },
  })
  expect(patched.body).toMatchObject({ id, enabled: false, exempt_roles: [roles.trusted], name: 'Words' })
  expect((await client.call('DELETE', `${rules}/${id}`)).status).toBe(204)
  expect((await client.call('GET', `${rules}/${id}`)).status).toBe(404)
  const actions = client.world.guilds.get(guildId)?.auditLog.map(({ actionType }) => actionType)
  expect(actions).toEqual([140, 141, 142])
  expect(client.world.violations.entries.filter(({ rule }) => rule === 'emulator')).toEqual([])
})

test('a blocked message reaches nobody, and its sender reads the words of the rule', async () => {
  const { client, events } = await withRule(keywordRule())
  expect(() => write(client, 'such a BadWord here')).toThrow('Mind your words.')
  expect(() => write(client, 'spoilers ahead')).toThrow('Mind your words.')
  expect(client.world.channels.get(channels.general)?.messages.size).toBe(0)
  expect(executions(events)).toMatchObject([
    { user_id: users.alan, matched_keyword: 'badword', matched_content: 'BadWord', channel_id: channels.general },
    { matched_keyword: 'spoil*', matched_content: 'spoil' },
  ])
  expect(() => write(client, 'badwords inside a longer word pass')).not.toThrow()
})

test('allowed words, exempt roles and those who manage the server pass', async () => {
  const { client } = await withRule(
    keywordRule({
      trigger_metadata: { keyword_filter: ['*cat*'], allow_list: ['education'] },
      exempt_roles: [roles.trusted],
    }),
  )
  expect(() => write(client, 'education matters')).not.toThrow()
  expect(() => write(client, 'concatenate')).toThrow('Mind your words.')
  expect(() => write(client, 'concatenate', 'barbara')).not.toThrow()
  expect(() => write(client, 'concatenate', 'ada')).not.toThrow()
})

test('an alert says what was sent where, and a timeout ends after its seconds', async () => {
  const { client, events } = await withRule(keywordRule({ actions: [alert, timeout] }))
  const { message } = write(client, 'badword')
  const [posted] = [...(client.world.channels.get(channels.modLog)?.messages.values() ?? [])]
  expect(posted?.data).toMatchObject({ type: 24, author: { id: users.alan }, embeds: [{ description: 'badword' }] })
  expect(executions(events)).toMatchObject([
    { message_id: message.id, alert_system_message_id: posted?.data.id },
    { action: timeout },
  ])
  const until = client.world.guilds.get(guildId)?.members.get(users.alan)?.timeoutUntil ?? 0
  expect(Math.round((until - client.world.now()) / 1000)).toBe(60)
  expect(client.world.guilds.get(guildId)?.auditLog.slice(-2)).toMatchObject([
    { actionType: 144, userId: users.alan },
    { actionType: 145, options: { auto_moderation_rule_name: 'Words', auto_moderation_rule_trigger_type: '1' } },
  ])
})

test('too many mentions, a preset word and repeated texts are found', async () => {
  const base = { name: 'x', event_type: 1, enabled: true, actions: [block] }
  const mentions = await withRule({ ...base, trigger_type: 5, trigger_metadata: { mention_total_limit: 1 } })
  expect(() => write(mentions.client, '<@1> <@1>')).not.toThrow()
  expect(() => write(mentions.client, '<@1> <@2>')).toThrow()
  const preset = await withRule({ ...base, trigger_type: 4, trigger_metadata: { presets: [1] } })
  expect(() => write(preset.client, 'what the fuck')).toThrow()
  const spam = await withRule({ ...base, trigger_type: 3 })
  for (const text of ['buy', 'buy', 'buy']) write(spam.client, text)
  expect(() => write(spam.client, 'buy')).toThrow()
})

test('a name that a profile rule forbids quarantines its bearer', async () => {
  const quarantine = { name: 'names', event_type: 2, trigger_type: 6, enabled: true, actions: [{ type: 4 }] }
  const { client } = await withRule({ ...quarantine, trigger_metadata: { keyword_filter: ['*admin*'] } })
  const stop = watchProfiles(client.world)
  await client.call('PATCH', `${guild}/members/${users.alan}`, { body: { nick: 'TheAdmin' } })
  stop()
  expect(client.world.guilds.get(guildId)?.members.get(users.alan)?.flags).toBe(128)
  expect(() => write(client, 'hello')).toThrow('quarantined')
})

test.each([
  ['a broken pattern', { trigger_metadata: { regex_patterns: ['('] } }, 'trigger_metadata'],
  [
    'an alert channel of elsewhere',
    { actions: [{ type: 2, metadata: { channel_id: demo.other.channels.general } }] },
    'actions',
  ],
  ['a message trigger on profiles', { event_type: 2 }, 'event_type'],
  ['no action', { actions: undefined }, 'actions'],
])('%s is refused', async (_, change, field) => {
  const answer = await createTestClient().call('POST', rules, { body: keywordRule(change) })
  expect([answer.status, answer.body.code]).toEqual([400, 50035])
  expect(answer.body['errors']).toHaveProperty(field)
})

test('six keyword rules are the most', async () => {
  const { client } = await withRule(keywordRule())
  for (let count = 2; count <= 6; count += 1) await client.call('POST', rules, { body: keywordRule() })
  expect(JSON.stringify((await client.call('POST', rules, { body: keywordRule() })).body)).toContain(
    'AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED',
  )
})
