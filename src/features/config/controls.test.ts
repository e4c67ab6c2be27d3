import { afterAll, describe, expect, it } from 'vitest'
import {
  channels,
  general,
  helper,
  settings,
  shown,
  startConfigWorld,
  voice,
} from '../../../test/contract/config-world.ts'
import { call, ids, press, submit } from '../../../test/contract/fake-ctx.ts'
import { permissionBits } from '../../core/permissions.ts'
import { snowflake } from '../../core/snowflake.ts'
import { locales } from '../../core/text.ts'
import { config } from './index.ts'

const { world, inGuild } = await startConfigWorld()
afterAll(() => world.stop())

describe('/config view', () => {
  it('costs no round trip when the settings are warm', async () => {
    const guild = inGuild()
    await call(guild.ctx(), 'config view', { feature: 'demo' })
    world.takeQueries()
    world.cache.get = async () => {
      throw new Error('Redis was asked')
    }
    await call(guild.ctx(), 'config view', { feature: 'demo' })
    await call(guild.ctx(), 'config view')
    world.cache.get = async () => undefined
    expect(world.takeQueries()).toBe(0)
  })

  it('marks what was changed and says what the default is', async () => {
    const guild = inGuild()
    await guild.set('mode', 'hard')
    const text = shown(await call(guild.ctx(), 'config view', { feature: 'demo' }))
    expect(text).toContain('🔸 **Mode**: Hard · default: Soft')
    expect(text).toContain('**Log channel**: _not set_')
    expect(shown(await call(guild.ctx(), 'config view'))).toContain('1 changed')
  })

  it('says so when nothing can be set', async () => {
    expect(shown(await call(inGuild().ctx({ features: [config] }), 'config view'))).toContain('Nothing can be set yet')
  })

  it('pages, and stays on the pages that there are', async () => {
    const guild = inGuild()
    expect(shown(await press(guild.on({}), 'config:page:demo:1'))).toContain('Quiet channels')
    expect(shown(await press(guild.on({}), 'config:page:demo:99'))).toContain('Quiet channels')
    expect(shown(await press(guild.on({}), 'config:page:demo:-1'))).toContain('Active')
    expect(shown(await press(guild.on({}), 'config:feature', ['demo']))).toContain('Active')
  })

  it('speaks every language', async () => {
    const guild = inGuild()
    for (const locale of locales) shown(await call(guild.ctx({ locale }), 'config view', { feature: 'demo' }))
    const text = shown(await call(guild.ctx({ locale: 'de' }), 'config view', { feature: 'demo' }))
    expect(text).toContain('_nicht gesetzt_')
  })
})

describe('/config edit', () => {
  const edit = (guild: ReturnType<typeof inGuild>, name: string) =>
    call(guild.ctx(), 'config edit', { feature: 'demo', setting: name })

  it.each([
    ['active', '"style":2,"custom_id":"config:switch:demo:active:1"'],
    ['mode', '"type":3,"custom_id":"config:choice:demo:mode"'],
    ['log', '"type":8,"custom_id":"config:channel:demo:log"'],
    ['quiet', '"max_values":25'],
    ['helper', '"type":6,"custom_id":"config:role:demo:helper"'],
    ['exempt', '"max_values":2'],
  ])('answers for %s with the control that fits', async (name, part) => {
    expect(shown(await edit(inGuild(), name))).toContain(part)
  })

  it.each(['warn_at', 'greeting', 'pause'])('opens a form for %s with the present value in it', async (name) => {
    const guild = inGuild()
    const answer = await edit(guild, name)
    expect(answer.kind).toBe('modal')
    expect(shown(answer)).toContain(`config:write:demo:${name}`)
    if (name === 'pause') expect(shown(answer)).toContain('"value":"1h"')
    const saved = await submit(guild.ctx(), `config:write:demo:${name}`, { value: name === 'pause' ? '2h' : '4' })
    expect(saved).toMatchObject({ kind: 'message', ephemeral: true })
    expect(shown(saved)).toContain('Saved')
  })

  it('says who changed it last', async () => {
    const guild = inGuild()
    await guild.set('mode', 'hard')
    await guild.set('active', 'on')
    expect(shown(await edit(guild, 'mode'))).toContain(`Changed by <@${ids.ada}> <t:1767225600:R>`)
  })

  it('shows what is picked already', async () => {
    const guild = inGuild()
    await guild.set('log', 'general')
    await guild.set('helper', 'helper')
    expect(shown(await edit(guild, 'log'))).toContain(`"default_values":[{"id":"${general}","type":"channel"}]`)
    expect(shown(await edit(guild, 'helper'))).toContain(`"default_values":[{"id":"${helper}","type":"role"}]`)
  })

  it('opens from the list, on the same message', async () => {
    const guild = inGuild()
    const answer = await press(guild.on({}), 'config:setting:demo', ['mode'])
    expect(answer.kind).toBe('update')
    expect(shown(answer)).toContain('Demo › Mode')
  })
})

describe('controls', () => {
  it('store what was picked', async () => {
    const guild = inGuild()
    await press(guild.on({}), 'config:switch:demo:active:1')
    await press(guild.on({}), 'config:choice:demo:mode', ['hard'])
    await press(guild.on({ channels: { [general]: channels[0] } }), 'config:channel:demo:log', [general])
    await press(guild.on({ channels: { [general]: channels[0] } }), 'config:channel:demo:quiet', [general])
    await press(guild.on({ roles: { [helper]: {} } }), 'config:role:demo:helper', [helper])
    await press(guild.on({ roles: { [helper]: {} } }), 'config:role:demo:exempt', [helper])
    expect(await guild.values()).toMatchObject({
      active: true,
      mode: 'hard',
      log: general,
      quiet: [general],
      helper,
      exempt: [helper],
    })
    await press(guild.on({}), 'config:channel:demo:log', [])
    await press(guild.on({}), 'config:role:demo:helper', [])
    await press(guild.on({}), 'config:reset:demo:mode')
    expect(await guild.values()).toMatchObject({ log: null, helper: null, mode: 'soft' })
  })

  it.each([
    ['config:switch:demo:mode:1', []],
    ['config:choice:demo:mode', ['medium']],
    ['config:choice:demo:active', ['soft']],
    ['config:channel:demo:log', [general]],
    ['config:channel:demo:log', [voice]],
    ['config:channel:demo:log', ['junk']],
    ['config:channel:demo:helper', []],
    ['config:role:demo:helper', [snowflake('600000000000000009')]],
    ['config:role:demo:log', []],
  ])('refuse what they did not offer: %s %j', async (customId, values) => {
    const guild = inGuild()
    const resolved = { channels: { [voice]: channels[1] } }
    await expect(press(guild.on(resolved), customId, values)).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await guild.values()).toEqual(settings.parse({}))
  })

  it.each([
    'config:page:demo:0',
    'config:feature',
    'config:setting:demo',
    'config:switch:demo:active:1',
    'config:choice:demo:mode',
    'config:channel:demo:log',
    'config:role:demo:helper',
    'config:reset:demo:mode',
    'config:undo:demo:1',
    'config:history:demo:0',
  ])('refuse %s to somebody who may no longer manage the server', async (customId) => {
    const ctx = inGuild({ permissions: permissionBits('ManageMessages') }).ctx()
    await expect(press(ctx, customId, ['soft'])).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('refuse a form of somebody who may no longer manage the server', async () => {
    const ctx = inGuild({ permissions: 0n }).ctx()
    await expect(submit(ctx, 'config:write:demo:warn_at', { value: '4' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('warn about a channel in which the bot cannot write', async () => {
    const guild = inGuild()
    const pick = (permissions: bigint) => {
      const picked = { ...channels[0], app_permissions: String(permissions) }
      return press(guild.on({ channels: { [general]: picked } }), 'config:channel:demo:log', [general])
    }
    expect(shown(await pick(permissionBits('ViewChannel')))).toContain('I lack Send Messages there')
    await guild.set('log', 'none')
    expect(shown(await pick(permissionBits('ViewChannel', 'SendMessages')))).not.toContain('lack')
  })
})
