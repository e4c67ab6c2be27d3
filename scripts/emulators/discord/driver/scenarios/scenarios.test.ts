import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demo } from '../../seed.ts'
import { allowed_mentions, codeOf, part, registerSamples, startTestDriver, type TestDriver } from '../test-bot.ts'
import { isObject, type Json } from '../types.ts'
import { stepKinds } from './format.ts'

const button = (customId: string, label: string) => ({
  type: 1,
  components: [{ type: 2, style: 1, custom_id: customId, label }],
})

let count = 0
/** A bot with a memory, ids of the run in its texts, and a form. */
const bot = (interaction: Json): unknown => {
  const data = part(interaction, 'data')
  const id = String(interaction['id'])
  if (interaction['type'] === 3 && String(data['custom_id']).startsWith('open:'))
    return {
      type: 9,
      data: {
        custom_id: 'form:x',
        title: 'Why?',
        components: [{ type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 1 } }],
      },
    }
  if (interaction['type'] === 3)
    return { type: 7, data: { content: `pressed <@${demo.users.ada}>`, components: [], allowed_mentions } }
  if (interaction['type'] === 5) return { type: 4, data: { content: `sent by ${id}`, flags: 64, allowed_mentions } }
  count += 1
  const content = `interaction ${id} at <t:${Math.floor(Date.now() / 1000)}:R>, number ${count}`
  return {
    type: 4,
    data: { content, components: [button(`press:a:${id}`, 'Press'), button(`open:b:${id}`, 'Why')], allowed_mentions },
  }
}

const dir = mkdtempSync(join(tmpdir(), 'scenarios-'))
let driver: TestDriver
beforeEach(async () => {
  driver = await startTestDriver(bot, { surroundings: { scenariosDir: dir, whenQuiet: async () => {} } })
  registerSamples(driver.world)
  count = 0
})
afterEach(async () => {
  await driver.close()
  rmSync(dir, { recursive: true, force: true })
})

const here = { guild: demo.guildId, channel: demo.channels.general }
const send = async (path: string, body: unknown = {}, method = 'POST'): Promise<Json> =>
  (await driver.send(method, `/emulator/${path}`, method === 'GET' ? undefined : body)).body
const stepsOf = (body: Json): Json[] => {
  const steps = part(body, 'scenario')['steps']
  return Array.isArray(steps) ? steps.filter(isObject) : []
}

const playSomething = async (): Promise<void> => {
  const done = await send('commands', { ...here, user: demo.users.grace, name: 'form' })
  const message = String(part(done, 'message')['id'])
  const opened = await send('components', {
    ...here,
    user: demo.users.grace,
    message,
    customId: `open:b:${part(done, 'interaction')['id']}`,
  })
  await send('modals', { interaction: part(opened, 'interaction')['id'], fields: { why: 'because' } })
  const written = await send('messages', { ...here, user: demo.users.alan, content: `look at ${message}` })
  await send('reactions', { ...here, user: demo.users.ada, message: part(written, 'message')['id'], emoji: '👍' })
  await send('components', {
    ...here,
    user: demo.users.ada,
    message,
    customId: `press:a:${part(done, 'interaction')['id']}`,
  })
  await send('commands', { ...here, user: demo.users.alan, name: 'warn', options: { user: demo.users.barbara } })
  await send('members', { guild: demo.guildId, user: 'newcomer', action: 'join' })
  const replyTo = part(written, 'message')['id']
  await send('messages', { ...here, user: 'newcomer', content: 'hello', replyTo })
}

const record = async (act: () => Promise<void>, saveAs = 'test-run'): Promise<Json> => {
  await send('scenarios/record', { title: 'A test' })
  await act()
  return send('scenarios/stop', { saveAs })
}

describe('recording', () => {
  it('holds what people did and saw, by names instead of the ids of the run', async () => {
    const steps = stepsOf(await record(playSomething))
    expect(steps.map((step) => step['do'])).toEqual([
      'command',
      'component',
      'modal',
      'message',
      'reaction',
      'component',
      'command',
      'member',
      'message',
    ])
    expect(steps[0]).toMatchObject({ as: 'grace', guild: 'Guildhall Demo', in: 'general', name: 'form' })
    expect(steps[0]?.['expect']).toMatchObject({
      messages: [{ id: 'm1', in: '#general', text: ['interaction {id} at <t:now:R>, number 1'] }],
    })
    expect(steps[1]).toMatchObject({
      message: 'm1',
      control: 'Why',
      expect: { form: { title: 'Why?', fields: ['why'] } },
    })
    expect(steps[2]).toMatchObject({ from: 2, fields: { why: 'because' } })
    expect(steps[3]).toMatchObject({ content: 'look at {m1}' })
    expect(steps[5]).toMatchObject({ control: 'Press', expect: { messages: [{ id: 'm1', change: 'edited' }] } })
    expect(steps[6]).toMatchObject({ options: { user: 'barbara' }, expect: { refused: 'command_hidden' } })
    expect(steps[7]).toMatchObject({ expect: { people: ['newcomer in Guildhall Demo: roles none'] } })
    expect(steps[8]).toMatchObject({ replyTo: 'm3', expect: { messages: [{ text: ['(reply to m3)', 'hello'] }] } })
    const file = readFileSync(join(dir, 'test-run.json'), 'utf8')
    expect(file.endsWith('}\n')).toBe(true)
    expect(file).not.toMatch(/\d{17,20}/)
  })

  it('keeps only the last suggestion of somebody who types', async () => {
    const typing = (reason: string) =>
      send('autocomplete', {
        ...here,
        user: demo.users.grace,
        name: 'warn',
        focused: 'reason',
        options: { user: demo.users.alan, reason },
      })
    const saved = await record(async () => {
      await typing('a')
      await typing('ab')
    })
    expect(stepsOf(saved)).toMatchObject([{ do: 'autocomplete', options: { reason: 'ab' } }])
  })

  it('is one at a time, and ends once', async () => {
    await send('scenarios/record')
    expect(codeOf({ body: await send('scenarios/record') })).toMatchObject({ code: 'recording' })
    await send('scenarios/stop')
    expect(codeOf({ body: await send('scenarios/stop') })).toMatchObject({ code: 'not_recording' })
  })
})

describe('replaying', () => {
  const replay = async (name = 'test-run'): Promise<Json> =>
    part(await send(`scenarios/${name}/replay`, { patienceMs: 0 }), 'replay')

  it('equals what was recorded, as often as one likes, and tells of each step', async () => {
    const saved = await record(playSomething)
    const events: unknown[] = []
    driver.world.onEvent(({ type, payload }) => type === 'SCENARIO_PROGRESS' && events.push(payload))
    for (let round = 0; round < 2; round += 1) {
      count = 0
      const result = await replay()
      expect(result).toMatchObject({ ok: true, done: true, of: 9 })
      const outcomes = Array.isArray(result['steps'])
        ? result['steps'].filter(isObject).map((step) => step['outcome'])
        : []
      expect(outcomes).toEqual(stepsOf(saved).map((step) => step['expect']))
    }
    expect(events[4]).toEqual({ name: 'test-run', step: 4, of: 9, done: false, ok: true })
  })

  it('names the step and the lines that are different', async () => {
    await record(playSomething)
    count = 7
    const { ok, steps } = await replay()
    expect(ok).toBe(false)
    const first = Array.isArray(steps) && isObject(steps[0]) ? steps[0] : {}
    expect(first).toMatchObject({ step: 1, equal: false })
    expect(first['diff']).toMatch(/^- .*number 1"$/m)
    expect(first['diff']).toMatch(/^\+ .*number 8"$/m)
  })

  it('is refused as by a client when the control is gone', async () => {
    await record(playSomething)
    const text = readFileSync(join(dir, 'test-run.json'), 'utf8')
    writeFileSync(join(dir, 'test-run.json'), text.replace('"control": "Press"', '"control": "Nowhere"'))
    count = 0
    const { steps } = await replay()
    const failing = Array.isArray(steps) ? steps.filter(isObject).filter((step) => step['equal'] === false) : []
    expect(failing).toMatchObject([{ step: 6, outcome: { refused: 'unknown_component' } }])
  })
})

it('the documentation names every step there is', () => {
  const text = readFileSync(new URL('../../../../../docs/scenarios.md', import.meta.url), 'utf8')
  expect(stepKinds.filter((kind) => !text.includes(`\`${kind}\``))).toEqual([])
})

describe('the store', () => {
  it.each(['..%2Fx', 'a%2Fb', 'A', 'x.json', 'a--b', '%00', 'a'.repeat(61)])(
    'takes no path for a name: %s',
    async (name) => {
      const { status, body } = await driver.send('PUT', `/emulator/scenarios/${name}`, {
        version: 1,
        title: '',
        steps: [],
      })
      expect(status).toBe(400)
      expect(body['error']).toMatchObject({ code: 'invalid_name' })
    },
  )

  it('lists, reads, writes and removes', async () => {
    await send('scenarios/one', { version: 1, title: 'One', steps: [] }, 'PUT')
    writeFileSync(join(dir, 'two.json'), '{"version":1}')
    expect((await send('scenarios', undefined, 'GET'))['scenarios']).toMatchObject([
      { name: 'one', title: 'One', steps: 0 },
      { name: 'two', problem: expect.stringContaining('no scenario') },
    ])
    await send('scenarios/two', {}, 'DELETE')
    expect(codeOf({ body: await send('scenarios/two', undefined, 'GET') })).toMatchObject({ code: 'unknown_scenario' })
  })

  it('refuses steps that could never be done', async () => {
    const steps = [{ do: 'fly' }, { do: 'component', message: 'm1' }]
    const { status } = await driver.send('PUT', '/emulator/scenarios/one', { version: 1, title: '', steps })
    expect(status).toBe(400)
  })
})
