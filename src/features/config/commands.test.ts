import { afterAll, describe, expect, it } from 'vitest'
import { general, helper, settings, shown, startConfigWorld, voice } from '../../../test/contract/config-world.ts'
import { call, ids, press } from '../../../test/contract/fake-ctx.ts'
import { snowflake } from '../../core/snowflake.ts'
import { config } from './index.ts'

const { world, inGuild } = await startConfigWorld()
afterAll(() => world.stop())

describe('/config set', () => {
  it.each([
    ['active', 'Ja', true],
    ['active', 'off', false],
    ['warn_at', '5', 5],
    ['greeting', ' hello *you* ', ' hello *you* '],
    ['greeting', '-', ''],
    ['pause', '1h30m', 5_400_000],
    ['pause', '0', 0],
    ['mode', 'hart', 'hard'],
    ['log', `<#${general}>`, general],
    ['log', general, general],
    ['log', '#General', general],
    ['log', 'none', null],
    ['helper', '@helper', helper],
    ['helper', 'keine', null],
    ['exempt', `<@&${helper}> ${helper}`, [helper]],
    ['quiet', `<#${general}>, ${voice}`, [general, voice]],
    ['quiet', '-', []],
  ])('reads %s %s', async (name, typed, value) => {
    const guild = inGuild()
    shown(await guild.set(name, typed))
    expect(await guild.values()).toMatchObject({ [name]: value })
  })

  it.each([
    ['active', 'perhaps', 'on'],
    ['warn_at', '11', 'from 1 to 10'],
    ['warn_at', '5.5', 'from 1 to 10'],
    ['warn_at', '-1', 'from 1 to 10'],
    ['warn_at', '1e1', 'from 1 to 10'],
    ['greeting', 'x'.repeat(501), 'at most 500'],
    ['pause', '90', '90m'],
    ['pause', '2d', '1 day'],
    ['pause', '-5m', '1d12h'],
    ['mode', 'medium', 'Soft, Hard'],
    ['log', 'nowhere', '/config edit'],
    ['log', snowflake('300000000000000009'), 'on this server'],
    ['log', `<#${voice}>`, 'another kind'],
    ['log', `<#${general}> <#${voice}>`, 'At most 1'],
    ['helper', snowflake('600000000000000009'), 'on this server'],
    ['helper', '@everyone', 'another role'],
    ['ban_at', '2', 'above warn'],
  ])('refuses %s %s and says what fits', async (name, typed, hint) => {
    const guild = inGuild()
    await expect(guild.set(name, typed)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(hint),
    })
    expect(await guild.values()).toEqual(settings.parse({}))
  })

  it('shows before and after, and offers the way back', async () => {
    const guild = inGuild()
    const text = shown(await guild.set('pause', '2h'))
    expect(text).toContain('**Pause**: 1 hour → 2 hours')
    expect(shown(await press(guild.on({}), 'config:undo:demo:1'))).toContain('**Pause**: 2 hours → 1 hour')
    expect(await guild.values()).toEqual(settings.parse({}))
  })

  it('says so when nothing is different', async () => {
    const guild = inGuild()
    await guild.set('warn_at', '5')
    expect(shown(await guild.set('warn_at', '5'))).toContain('nothing was changed')
  })

  it.each([
    [{ feature: 'nope', setting: 'log', value: 'x' }, 'no part `nope`'],
    [{ feature: 'demo', setting: 'n`o', value: 'x' }, "no setting `n'o`"],
    [{ feature: 'demo', setting: 'constructor', value: 'x' }, 'no setting'],
  ])('refuses %o', async (options, hint) => {
    await expect(call(inGuild().ctx(), 'config set', options)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(hint),
    })
  })

  it('finds feature and setting by the words that people see', async () => {
    const guild = inGuild()
    await call(guild.ctx(), 'config set', { feature: 'Demo', setting: 'Log channel', value: 'general' })
    expect(await guild.values()).toMatchObject({ log: general })
  })
})

describe('/config reset, undo and history', () => {
  it('resets one setting or all of them', async () => {
    const guild = inGuild()
    await guild.set('mode', 'hard')
    await guild.set('warn_at', '5')
    const one = await call(guild.ctx(), 'config reset', { feature: 'demo', setting: 'mode' })
    expect(shown(one)).toContain('**Mode**: Hard → Soft')
    expect(await guild.values()).toMatchObject({ mode: 'soft', warn_at: 5 })
    const all = await call(guild.ctx(), 'config reset', { feature: 'demo' })
    expect(shown(all)).toContain('**Warn at**: `5` → `3`')
    expect(shown(await call(guild.ctx(), 'config reset', { feature: 'demo' }))).toContain('has its defaults already')
    const again = await call(guild.ctx(), 'config reset', { feature: 'demo', setting: 'mode' })
    expect(shown(again)).toContain('was Soft already')
  })

  it('takes the last change back, then the one before', async () => {
    const guild = inGuild()
    await guild.set('mode', 'hard')
    await guild.set('warn_at', '5')
    await call(guild.ctx(), 'config undo', { feature: 'demo' })
    expect(await guild.values()).toMatchObject({ mode: 'hard', warn_at: 3 })
    await call(guild.ctx(), 'config undo', { feature: 'demo' })
    expect(await guild.values()).toEqual(settings.parse({}))
    await expect(call(guild.ctx(), 'config undo', { feature: 'demo' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells who changed what and when, in pages', async () => {
    const guild = inGuild()
    expect(shown(await call(guild.ctx(), 'config history', { feature: 'demo' }))).toContain('Nothing was changed yet')
    for (let value = 1; value <= 8; value += 1) if (value !== 3) await guild.set('warn_at', String(value))
    const newest = shown(await call(guild.ctx(), 'config history', { feature: 'demo' }))
    expect(newest).toContain(`\`7\` <@${ids.ada}> <t:1767225600:R>\\n**Warn at**: \`7\` → \`8\``)
    expect(newest).toContain('config:undo:demo:7')
    expect(newest).not.toContain('`2` <@')
    const older = shown(await press(guild.on({}), 'config:history:demo:3'))
    expect(older).toContain('**Warn at**: `3` → `1`')
    expect(older).not.toContain('config:undo')
    await press(guild.on({}), 'config:undo:demo:7')
    expect(shown(await press(guild.on({}), 'config:history:demo:0'))).toContain('took change 7 back')
  })
})

describe('suggestions', () => {
  const group = config.commands?.[0]
  const suggest = async (name: string, typed: string, others: Record<string, string>) => {
    const set = group?.kind === 'group' ? group.commands.find((command) => command.name === 'set') : undefined
    const source = set?.kind === 'chat' ? set.options[name]?.autocomplete : undefined
    return (await source?.(inGuild().ctx(), typed, others))?.map((choice) => `${choice.name}=${choice.value}`)
  }
  const values = (setting: string, typed = '') => suggest('value', typed, { feature: 'demo', setting })

  it('offer features and settings by the words that people see', async () => {
    expect(await suggest('feature', 'de', {})).toEqual(['Demo=demo'])
    expect(await suggest('setting', 'log', { feature: 'demo' })).toEqual(['Log channel=log'])
  })

  it('offer values that fit the control, with the present one marked', async () => {
    expect(await values('active')).toEqual(['On=on', 'Off (now)=off'])
    expect(await values('mode')).toEqual(['Soft (now)=soft', 'Hard=hard'])
    expect(await values('warn_at')).toEqual(['3 (now)=3', '1=1', '10=10'])
    expect(await values('pause')).toEqual([
      '1 hour (now)=1h',
      '10 minutes=10m',
      '30 minutes=30m',
      '6 hours=6h',
      '1 day=1d',
    ])
    expect(await values('log')).toEqual([`This channel=${ids.channel}`, 'Nothing: clear this setting (now)=none'])
    expect(await values('greeting')).toEqual(['empty (now)=none'])
    for (const name of ['helper', 'exempt']) {
      expect(await values(name)).toEqual(['Nothing: clear this setting (now)=none'])
    }
    expect(await values('quiet')).toEqual([`This channel=${ids.channel}`, 'Nothing: clear this setting (now)=none'])
  })

  it('say what fits when what is typed is not on the list', async () => {
    expect(await values('warn_at', '7')).toEqual(['7 · A number from 1 to 10=7'])
    expect(await values('active', 'x')).toEqual(['x=x'])
    expect(await values('pause', '45m')).toEqual(['45m · A duration such as 10m, 2h or 1d12h, up to 1 day=45m'])
    expect(await values('greeting', 'hi')).toEqual(['hi · A text of at most 500 characters=hi'])
    for (const name of ['log', 'quiet', 'helper', 'exempt']) {
      expect(await values(name, '#x')).toEqual(['#x · Easier to pick: /config edit shows a list=#x'])
    }
  })
})
