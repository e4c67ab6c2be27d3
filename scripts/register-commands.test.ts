import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandPayloads, registrationFingerprint } from '../src/app/registration.ts'
import { defineFeature } from '../src/core/feature.ts'
import { requirePermission } from '../src/core/guards.ts'
import { defineCommand, defineGroup, defineUserCommand } from '../src/core/interactions.ts'
import { option } from '../src/core/options.ts'
import { permissionBits } from '../src/core/permissions.ts'
import { card, whisper } from '../src/core/reply.ts'
import { defineTexts, verbatim } from '../src/core/text.ts'
import { type DiscordEmulator, startDiscordEmulator } from './emulators/discord/server.ts'
import { createLocalClock } from './local/clock.ts'
import { registerCommands } from './register-commands.ts'

const texts = defineTexts({ en: { what: 'What' }, de: { what: 'Was' }, fr: { what: 'Quoi' } })
const what = texts('what')
const run = () => whisper(card({ tone: 'info', body: 'done' }))

function feature(title: string) {
  return defineFeature({
    id: 'demo',
    title: verbatim(title),
    about: what,
    commands: [
      defineCommand({
        name: 'warn',
        names: { de: 'verwarnen' },
        description: what,
        options: {
          note: option.string({ description: what, maxLength: 50 }),
          count: option.integer({ description: what, required: true, least: 0, most: 5 }),
          kind: option.choice({ description: what, choices: [{ label: what, value: 'w' }] }),
          length: option.duration({ description: what, mostMs: 1000, names: { de: 'dauer' } }),
        },
        guards: [requirePermission('ModerateMembers', 'KickMembers')],
        run,
      }),
      defineGroup({
        name: 'case',
        description: what,
        permission: 'ManageGuild',
        commands: [
          defineCommand({ name: 'view', description: what, run }),
          defineGroup({
            name: 'deep',
            description: what,
            commands: [defineCommand({ name: title.toLowerCase(), description: what, run })],
          }),
        ],
      }),
      defineUserCommand({ name: 'Warn them', run }),
    ],
  })
}

const localised = { 'en-US': 'What', 'en-GB': 'What', de: 'Was', fr: 'Quoi' }

describe('payloads', () => {
  const [warn, group, menu] = commandPayloads([feature('Demo')])

  it('carry names and descriptions in every language, American English included', () => {
    expect(warn).toMatchObject({
      type: 1,
      name: 'warn',
      name_localizations: { 'en-US': 'warn', 'en-GB': 'warn', de: 'verwarnen' },
      description: 'What',
      description_localizations: localised,
    })
  })

  it('put required options first and carry limits, choices and autocompletion', () => {
    expect(warn?.options?.map(({ name }) => name)).toEqual(['count', 'note', 'kind', 'length'])
    expect(warn?.options).toMatchObject([
      { type: 4, required: true, min_value: 0, max_value: 5 },
      { type: 3, required: false, max_length: 50 },
      { choices: [{ name: 'What', value: 'w', name_localizations: localised }] },
      { autocomplete: true, name_localizations: { de: 'dauer' } },
    ])
  })

  it('hide a command from those whom its guards would refuse', () => {
    expect(warn?.default_member_permissions).toBe(String(permissionBits('ModerateMembers', 'KickMembers')))
    expect(group?.default_member_permissions).toBe(String(permissionBits('ManageGuild')))
    expect(menu?.default_member_permissions).toBeNull()
  })

  it('nest groups and subcommands', () => {
    expect(group?.options).toMatchObject([
      { type: 1, name: 'view', options: [] },
      { type: 2, name: 'deep', options: [{ type: 1, name: 'demo' }] },
    ])
  })

  it('are for guilds only', () => {
    expect(menu).toEqual({
      type: 2,
      name: 'Warn them',
      default_member_permissions: null,
      contexts: [0],
      integration_types: [0],
    })
  })
})

describe('the fingerprint', () => {
  const payloads = commandPayloads([feature('Demo')])

  it('does not see what Discord adds, nor the order of commands and keys', () => {
    const answered = payloads.map((payload, i) => ({
      ...Object.fromEntries(Object.entries(payload).reverse()),
      id: String(i),
      version: '1',
      nsfw: false,
      name_localizations: payload.name_localizations ?? null,
    }))
    expect(registrationFingerprint(answered.reverse())).toBe(registrationFingerprint(payloads))
  })

  it('sees every change', () => {
    const [warn, ...rest] = payloads
    const original = registrationFingerprint(payloads)
    const options = warn?.options ?? []
    for (const change of [
      { description: 'Other' },
      { description_localizations: { ...localised, fr: 'Que' } },
      { default_member_permissions: '1' },
      { options: options.slice(1) },
      { options: [...options].reverse() },
      { options: options.map((one) => (one.min_value === 0 ? { ...one, min_value: 1 } : one)) },
    ]) {
      expect(registrationFingerprint([{ ...warn, ...change }, ...rest])).not.toBe(original)
    }
    expect(registrationFingerprint(rest)).not.toBe(original)
  })
})

describe('registering', () => {
  let emulator: DiscordEmulator
  let env: Record<string, string>
  beforeAll(async () => {
    emulator = await startDiscordEmulator({ port: 0, clock: createLocalClock(), workerUrl: 'http://127.0.0.1:9' })
    const { application } = emulator.world
    env = {
      DISCORD_APPLICATION_ID: application.id,
      DISCORD_TOKEN: application.token,
      DISCORD_API_URL: `${emulator.url}/api/v10`,
    }
  })
  afterAll(() => emulator.close())

  const puts = () => emulator.world.requests.entries.filter(({ method }) => method === 'PUT').length

  it('writes once, then only when something changed or when it is told to', async () => {
    const features = [feature('Demo')]
    const first = await registerCommands({ env, features })
    expect(first.changed).toBe(true)
    expect(first.commands.map(({ name }) => name).sort()).toEqual(['Warn them', 'case', 'warn'])
    expect(await registerCommands({ env, features })).toMatchObject({ changed: false })
    expect(puts()).toBe(1)
    expect(await registerCommands({ env, features: [feature('Changed')] })).toMatchObject({ changed: true })
    expect(await registerCommands({ env, features: [feature('Changed')], force: true })).toMatchObject({
      changed: true,
    })
    expect(puts()).toBe(3)
  })

  it('keeps the ids of commands that stay, so that mentions of them still work', async () => {
    const before = await registerCommands({ env, features: [feature('Demo')] })
    const after = await registerCommands({ env, features: [feature('Other')] })
    const ids = ({ commands }: typeof before) => Object.fromEntries(commands.map(({ name, id }) => [name, id]))
    expect(ids(after)).toEqual(ids(before))
  })

  it('registers the real features without a violation', async () => {
    expect(await registerCommands({ env })).toMatchObject({ changed: true })
    expect(await registerCommands({ env })).toMatchObject({ changed: false })
    expect(emulator.world.requests.entries.filter(({ verdict }) => verdict === 'violation')).toEqual([])
  })

  it('says which fields Discord refuses', async () => {
    const wrong = defineCommand({ name: 'Not A Name', description: what, run })
    const features = [{ ...feature('Demo'), commands: [wrong] }]
    await expect(registerCommands({ env, features })).rejects.toThrow('STRING_TYPE_REGEX')
  })

  it('names the variables that are missing', async () => {
    await expect(registerCommands({ env: { DISCORD_TOKEN: 'x' } })).rejects.toThrow('set DISCORD_APPLICATION_ID')
  })
})
