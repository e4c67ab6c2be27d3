import { afterAll, expect, it } from 'vitest'
import { startWorld } from '../harness/world.ts'
const world = await startWorld({ target: 'node' })
afterAll(() => world.stop())
it('works', async () => {
  const show = (r: any) => JSON.stringify(r.error ?? r.message?.components ?? r.response).slice(0, 700)
  const log = console.log
  for (const [name, options] of [
    ['help', {}], ['help', { command: 'warn' }], ['config view', {}], ['config view', { feature: 'moderation' }],
    ['config set', { feature: 'moderation', setting: 'default_timeout', value: '2h' }],
    ['config set', { feature: 'moderation', setting: 'log_channel_id', value: 'mod-log' }],
    ['config history', { feature: 'moderation' }], ['config edit', { feature: 'moderation', setting: 'log_channel_id' }],
    ['config edit', { feature: 'moderation', setting: 'default_timeout' }],
    ['config undo', { feature: 'moderation' }], ['config view', { feature: 'moderation' }],
    ['config set', { feature: 'moderation', setting: 'default_timeout', value: '90' }],
  ] as const) {
    const r: any = await world.command(name, { user: 'ada', options })
    log(name, r.elapsedMs, show(r))
    if (name === 'config edit' && r.response?.type === 9) {
      const s = await world.submit(r.interaction.id ?? r.interaction, { value: '3h' }, { user: 'ada' })
      log('submit', show(s))
    }
    if (name === 'config edit' && r.message) {
      const c = await world.click(r.message.id, 'config:channel:moderation:log_channel_id', { user: 'ada', values: ['general'] })
      log('click', show(c))
      const b = await world.click(r.message.id, 'config:page:moderation:0', { user: 'ada' })
      log('click', show(b))
    }
  }
  log(await world.emulator('/emulator/autocomplete', { guild: 'Guildhall Demo', channel: 'general', user: 'ada', name: 'config set', options: { feature: 'moderation', setting: 'default_timeout', value: '' }, focused: 'value' }).then((x) => JSON.stringify(x).slice(0, 600)))
  log(JSON.stringify(await world.violations()))
  expect(1).toBe(1)
}, 120000)
