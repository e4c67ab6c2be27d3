import { describe, expect, it } from 'vitest'
import { type InteractionResult, isObject } from '../../scripts/emulators/discord/driver/types.ts'
import {
  controlOf,
  controlsOf,
  isPrivate,
  messageId,
  newPlace,
  type Place,
  press,
  set,
  textOf,
  unchanged,
  useFlow,
} from '../harness/flow.ts'

const flow = useFlow()
const feature = 'moderation'

function asOwner(place: Place, name: string, options: Record<string, unknown> = {}, locale = 'en-US') {
  return place.run(name, options, { user: place.owner, locale })
}

async function stored(place: Place): Promise<Record<string, unknown>> {
  const [row] = await flow.world.sql<{ value: Record<string, unknown> }>(
    'select value from guild_settings where guild_id = $1',
    [place.id],
  )
  return row?.value ?? {}
}

async function suggested(place: Place, options: Record<string, string>, focused: string): Promise<string[]> {
  const { response } = await flow.world.emulator<InteractionResult>('autocomplete', {
    guild: place.name,
    channel: 'general',
    user: place.owner,
    name: 'config set',
    focused,
    options,
  })
  const data = isObject(response) && isObject(response['data']) ? response['data'] : {}
  const choices: unknown[] = Array.isArray(data['choices']) ? data['choices'] : []
  return choices.map((choice) => (isObject(choice) ? String(choice['name']) : ''))
}

describe('/config', () => {
  it('shows what there is, page by page, and what was changed', async () => {
    const place = await newPlace(flow, { members: 0 })
    const all = await asOwner(place, 'config view')
    expect(textOf(all)).toContain('**Moderation**')
    expect(isPrivate(all.message)).toBe(true)
    const picked = await press(flow, all, {
      on: 'config:feature',
      values: [feature],
      guild: place.name,
      user: place.owner,
    })
    expect(textOf(picked)).toContain(`🔸 **Log channel**: <#${place.channels['mod-log']}>`)
    const second = await press(flow, picked, { on: 'Next', guild: place.name, user: place.owner })
    expect(textOf(second)).toContain('Warnings count for')
    expect(controlOf(second.message, 'Next').disabled).toBe(true)
  })

  it.each([
    ['dm_on_action', 'off', false],
    ['Message the member', 'no', false],
    ['default_timeout', '2h', 7_200_000],
    ['ban_delete_days', '7', 7],
    ['dm_appeal_text', 'Write to *us* @everyone', 'Write to *us* @everyone'],
    ['escalation_warn_threshold', '0', 0],
  ])('sets %s to %s as typed, and takes it back', async (setting, value, kept) => {
    const place = await newPlace(flow, { members: 0, log: false })
    const saved = await asOwner(place, 'config set', { feature, setting, value })
    expect(textOf(saved)).toContain('Saved')
    expect(Object.values(await stored(place))).toContainEqual(kept)
    const undone = await press(flow, saved, { on: 'Undo', guild: place.name, user: place.owner })
    expect(textOf(undone)).toContain('Undone')
    expect(await stored(place)).toEqual({})
  })

  it('edits with the control that fits: buttons, a channel list, a form', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const at = { guild: place.name, user: place.owner }
    const edit = (setting: string) => asOwner(place, 'config edit', { feature, setting })
    const toggled = await press(flow, await edit('public_replies'), { on: 'Off', ...at })
    expect(textOf(toggled)).toContain('**Public answers**: On → Off')
    const channel = await edit('log_channel_id')
    const picked = await press(flow, channel, { on: 'config:channel', values: [place.channels['mod-log']], ...at })
    expect(textOf(picked)).toContain(`<#${place.channels['mod-log']}>`)
    const form = await edit('default_timeout')
    expect(form.response).toMatchObject({ type: 9 })
    const wrong = await unchanged(flow, () => flow.world.submit(form.interaction.id, { value: '90' }))
    expect(textOf(wrong)).toContain('has no unit')
    const again = await edit('default_timeout')
    expect(textOf(await flow.world.submit(again.interaction.id, { value: '3h' }))).toContain('1 hour → 3 hours')
    expect(await stored(place)).toEqual({
      public_replies: false,
      log_channel_id: place.channels['mod-log'],
      default_timeout: 10_800_000,
    })
  })

  it('takes effect at once', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await set(place, 'require_reason', 'on')
    expect(textOf(await place.run('warn', { user: place.members[0] }))).toContain('asks for a reason')
    await set(place, 'require_reason', 'off')
    expect(textOf(await place.run('warn', { user: place.members[0] }))).toContain('was warned')
  })

  it('remembers every change and who made it, and undoes the newest', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    for (const days of ['1', '2', '3', '4', '5', '6', '7']) await set(place, 'ban_delete_days', days)
    const first = await asOwner(place, 'config history', { feature })
    expect(textOf(first)).toMatch(/`7` <@\d+>[\s\S]*`3` <@/)
    expect(textOf(first)).not.toContain('`2` <@')
    const older = await press(flow, first, { on: 'Older', guild: place.name, user: place.owner })
    expect(textOf(older)).toMatch(/`2` <@[\s\S]*`1` <@/)
    expect(textOf(await asOwner(place, 'config undo', { feature }))).toContain('7 days → 6 days')
    const stale = await unchanged(flow, () =>
      flow.world.click(messageId(first.message), `config:undo:${feature}:3`, {
        guild: place.name,
        user: place.owner,
        raw: true,
      }),
    )
    expect(textOf(stale)).toContain('changed again since')
  })

  it('resets one setting or all of them, and says when there is nothing to do', async () => {
    const place = await newPlace(flow, { members: 0 })
    await set(place, 'dm_on_action', 'off')
    expect(textOf(await asOwner(place, 'config reset', { feature, setting: 'dm_on_action' }))).toContain('Off → On')
    const nothing = await unchanged(flow, () => asOwner(place, 'config reset', { feature, setting: 'dm_on_action' }))
    expect(textOf(nothing)).toContain('nothing was changed')
    await asOwner(place, 'config reset', { feature })
    expect(await stored(place)).toEqual({})
  })

  it('refuses levels that do not rise, and says what they must do', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const options = { feature, setting: 'escalation_kick_threshold', value: '2' }
    const refused = await unchanged(flow, () => asOwner(place, 'config set', options))
    expect(textOf(refused)).toContain('must rise')
  })

  it('warns of a log channel that the bot cannot write in', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    const channel = flow.discord.channels.get(place.channels['mod-log'])
    channel?.overwrites.set(place.id, { id: place.id, type: 0, allow: '0', deny: '2048' })
    const value = `<#${place.channels['mod-log']}>`
    const saved = await asOwner(place, 'config set', { feature, setting: 'log_channel_id', value })
    expect(textOf(saved)).toContain('Saved')
  })

  it('is closed to whoever lost the permission since, at every control', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await set(place, 'dm_on_action', 'off')
    const view = await asOwner(place, 'config view', { feature })
    const editor = await asOwner(place, 'config edit', { feature, setting: 'dm_on_action' })
    for (const { message } of [view, editor]) {
      for (const { customId, options } of controlsOf(message)) {
        const values = options.length > 0 ? { values: options.slice(0, 1) } : {}
        const refused = await unchanged(flow, () =>
          flow.world.click(messageId(message), customId, {
            guild: place.name,
            user: place.members[0] ?? '',
            raw: true,
            ...values,
          }),
        )
        expect(textOf(refused)).toContain('You need the permission **Manage Server**')
      }
    }
  })

  it('suggests parts, settings and values while typing', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    expect(await suggested(place, { feature: 'mod' }, 'feature')).toContain('Moderation')
    expect((await suggested(place, { feature, setting: 'timeout' }, 'setting')).join()).toContain('Default timeout')
    expect((await suggested(place, { feature, setting: 'dm_on_action', value: '' }, 'value')).join()).toMatch(/On.*Off/)
    expect(await suggested(place, { feature: 'nothing', setting: '' }, 'setting')).toEqual([])
  })
})

describe('/help', () => {
  it('shows each person what they may use', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const [user = ''] = place.members
    const forMember = textOf(await place.run('help', {}, { user }))
    expect(forMember).toContain('</help:')
    expect(forMember).not.toContain('</warn:')
    const forMod = textOf(await place.run('help'))
    expect(forMod).toContain('</warn:')
    expect(forMod).not.toContain('</config')
    expect(textOf(await asOwner(place, 'help'))).toContain('</config view:')
  })

  it.each([
    ['en-US', 'Warn a member', 'You need: Timeout Members'],
    ['de', 'Verwarne ein Mitglied', 'Du brauchst'],
    ['fr', 'verti', 'Il te faut'],
  ])('explains a command in %s', async (locale, what, needs) => {
    const place = await newPlace(flow, { members: 0, log: false })
    const said = textOf(await place.run('help', { command: 'warn' }, { locale }))
    expect(said).toContain(what)
    expect(said).toContain(needs)
  })

  it('tells where the menus are', async () => {
    const place = await newPlace(flow, { members: 0, log: false })
    expect(textOf(await place.run('help', { command: 'Warn for message' }))).toContain('Right-click a message')
    const german = { locale: 'de' }
    expect(textOf(await place.run('help', {}, german))).toMatch(/Per Rechtsklick.*\*\*Verwarnen\*\*/)
    expect(textOf(await place.run('help', { command: 'warn' }, german))).toContain('/verwarnen person:@Mitglied')
  })
})
