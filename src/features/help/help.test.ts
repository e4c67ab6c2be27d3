import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateInteractionResponse } from '../../../scripts/emulators/discord/validate/index.ts'
import { call, fakeCtx, press } from '../../../test/contract/fake-ctx.ts'
import { callableCommands } from '../../core/catalog.ts'
import { defineFeature, type Feature } from '../../core/feature.ts'
import { requirePermission } from '../../core/guards.ts'
import { defineCommand, defineGroup, defineMessageCommand, defineUserCommand } from '../../core/interactions.ts'
import { messagePayload } from '../../core/message-payload.ts'
import { option } from '../../core/options.ts'
import { permissionBits } from '../../core/permissions.ts'
import { type Answer, card, whisper } from '../../core/reply.ts'
import { snowflake } from '../../core/snowflake.ts'
import { locales, verbatim } from '../../core/text.ts'
import { help as helpCommand } from './commands.ts'
import { example } from './details.ts'
import { help } from './index.ts'

const nothing = () => whisper(card({ tone: 'info', body: 'done' }))
const target = option.user({ description: verbatim('Who'), required: true, names: { de: 'person' } })

const warden = defineFeature({
  id: 'warden',
  title: verbatim('Warden'),
  about: verbatim('Keeps order.'),
  commands: [
    defineCommand({
      name: 'warn',
      names: { de: 'verwarnen' },
      description: verbatim('Warn somebody'),
      options: {
        user: target,
        length: option.duration({ description: verbatim('How long'), required: true, mostMs: 1e9 }),
        reason: option.string({ description: verbatim('Why') }),
      },
      guards: [requirePermission('ModerateMembers')],
      run: nothing,
    }),
    defineGroup({
      name: 'case',
      names: { de: 'fall' },
      description: verbatim('Cases'),
      permission: 'ManageGuild',
      commands: [
        defineCommand({
          name: 'view',
          names: { de: 'ansehen' },
          description: verbatim('Show a case'),
          options: {
            kind: option.choice({
              description: verbatim('Which'),
              choices: [
                { label: verbatim('Ban'), value: 'b' },
                { label: verbatim('Kick'), value: 'k' },
              ],
            }),
            number: option.integer({ description: verbatim('Number'), required: true, least: 3, most: 9 }),
          },
          guards: [requirePermission('ModerateMembers')],
          run: nothing,
        }),
      ],
    }),
    defineUserCommand({
      name: 'Warn',
      names: { de: 'Verwarnen' },
      guards: [requirePermission('ModerateMembers')],
      run: nothing,
    }),
    defineMessageCommand({ name: 'Quote', run: nothing }),
  ],
})

const features: readonly Feature[] = [warden, help]
const commandIds = new Map([['warn', snowflake('500000000000000001')]])
const member = permissionBits('SendMessages')
const moderator = permissionBits('ModerateMembers')

/** The answer as Discord gets it, checked against Discord's rules. */
function shown(answer: Answer): string {
  if (answer.kind === 'modal') throw new Error('a modal has no text')
  const data = messagePayload(answer.body, { ephemeral: answer.kind === 'message' && answer.ephemeral })
  const type = answer.kind === 'update' ? 7 : 4
  const kind = answer.kind === 'update' ? 'component' : 'command'
  expect(validateInteractionResponse(kind, { type, data })).toEqual([])
  return JSON.stringify(data)
}

describe('/help', () => {
  it('groups clickable commands by feature', async () => {
    const text = shown(await call(fakeCtx({ features, commandIds }), 'help'))
    expect(text).toContain('**Warden** — Keeps order.')
    expect(text).toContain('</warn:500000000000000001>')
    expect(text).toContain('`/case view`')
    expect(text).toContain('**Warn**')
  })

  it('answers only the person who asks', async () => {
    expect(await call(fakeCtx({ features }), 'help')).toMatchObject({ kind: 'message', ephemeral: true })
  })

  it('shows only what the person who asks may use', async () => {
    const plain = shown(await call(fakeCtx({ features, permissions: member }), 'help'))
    expect(plain).not.toContain('/warn')
    expect(plain).toContain('**Quote**')
    const forModerators = shown(await call(fakeCtx({ features, permissions: moderator }), 'help'))
    expect(forModerators).toContain('/warn')
    expect(forModerators).not.toContain('/case view')
  })

  it('switches to one feature and back, on the same message', async () => {
    const ctx = fakeCtx({ features, commandIds })
    const one = await press(ctx, 'help:feature', ['warden'])
    expect(one.kind).toBe('update')
    expect(shown(one)).toContain('</warn:500000000000000001> — Warn somebody')
    expect(shown(await press(ctx, 'help:feature', ['*']))).toContain('**Warden** — Keeps order.')
    expect(shown(await press(ctx, 'help:feature', ['gone']))).toContain('**Warden** — Keeps order.')
  })

  it('says so when there is nothing', async () => {
    const text = shown(await call(fakeCtx({ features: [{ ...help, commands: [] }, help], permissions: 0n }), 'help'))
    expect(text).toContain('/help')
  })

  it('explains one command: options, permissions, example', async () => {
    const text = shown(await call(fakeCtx({ features, commandIds }), 'help', { command: ' /CASE  view' }))
    for (const part of ['Show a case', '`number`', '`kind` (optional)', 'One of: Ban, Kick', '/case view number:3']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('You need: Manage Server, Timeout Members')
  })

  it('tells a command from the menu entry of the same name', async () => {
    const ctx = fakeCtx({ features })
    expect(shown(await call(ctx, 'help', { command: 'Warn' }))).toContain('Right-click a member')
    expect(shown(await call(ctx, 'help', { command: 'warn' }))).toContain('Warn somebody')
    expect(shown(await call(ctx, 'help', { command: 'quote' }))).toContain('Right-click a message')
  })

  it('calls commands and menus what the client calls them', async () => {
    const ctx = fakeCtx({ features, locale: 'de' })
    expect(shown(await call(ctx, 'help'))).toMatch(/Per Rechtsklick[^\\]*\*\*Verwarnen\*\* \*\*Quote\*\*/)
    expect(shown(await call(ctx, 'help', { command: 'fall ansehen' }))).toContain('/fall ansehen number:3')
    expect(shown(await call(ctx, 'help', { command: 'Verwarnen' }))).toContain('Apps › Verwarnen')
  })

  it('names the permission that somebody lacks', async () => {
    const ctx = fakeCtx({ features, permissions: moderator })
    expect(shown(await call(ctx, 'help', { command: 'case view' }))).toContain('you lack Manage Server')
  })

  it('says that there is no such command, without formatting what was typed', async () => {
    await expect(call(fakeCtx({ features }), 'help', { command: 'no`pe' })).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining("`no'pe`"),
    })
  })

  it('stays within the limits of a message however many commands there are', async () => {
    const run = async (count: number) => {
      const commands = Array.from({ length: count }, (_, i) =>
        defineCommand({ name: `command-${i}`, description: verbatim('d'.repeat(100)), run: nothing }),
      )
      const huge = [{ ...warden, commands }, help]
      for (const locale of locales) {
        const ctx = fakeCtx({ features: huge, locale })
        shown(await call(ctx, 'help'))
        shown(await press(ctx, 'help:feature', ['warden']))
      }
    }
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 300 }), run), { numRuns: 25 })
  })
})

describe('suggestions for /help', () => {
  const suggest = async (typed: string, permissions: bigint) =>
    (await helpCommand.options['command']?.autocomplete?.(fakeCtx({ features, permissions }), typed, {}))?.map(
      ({ value }) => value,
    )

  it('find by name and by description, among what may be used', async () => {
    expect(await suggest('', moderator)).toEqual(['warn', 'Warn', 'Quote', 'help'])
    expect(await suggest('/WAR', moderator)).toEqual(['warn', 'Warn'])
    expect(await suggest('somebody', moderator)).toEqual(['warn'])
    expect(await suggest('warn', member)).toEqual([])
  })
})

describe('examples', () => {
  const entry = callableCommands(warden)[0]

  it('write the options as the reader sees them', () => {
    if (entry === undefined) throw new Error('no command')
    expect(example(entry, 'en')).toBe('/warn user:@member length:1h')
    expect(example(entry, 'de')).toBe('/verwarnen person:@Mitglied length:1h')
  })

  it('take the first option where none is required', () => {
    const [own] = callableCommands(help)
    if (own === undefined) throw new Error('no command')
    expect(example(own, 'en')).toBe('/help command:text')
  })
})
