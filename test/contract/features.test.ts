import { existsSync, globSync } from 'node:fs'
import { resolve } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type * as z from 'zod'
import { validateCommands } from '../../scripts/emulators/discord/validate/index.ts'
import { commandPayloads } from '../../src/app/registration.ts'
import { createRegistry } from '../../src/app/registry.ts'
import { callableCommands } from '../../src/core/catalog.ts'
import { type ArgsSchema, customIdCodec } from '../../src/core/custom-id.ts'
import type { Feature } from '../../src/core/feature.ts'
import type { Setting } from '../../src/core/settings.ts'
import { type Catalogue, type Locale, locales, type Message } from '../../src/core/text.ts'
import { features as listed } from '../../src/features/index.ts'

type Catalogues = Readonly<Record<Locale, Catalogue>>
const written = vi.hoisted(() => new Set<Catalogues>())

/** Every catalogue of texts in the program passes through here, whether its feature shows it or not. */
vi.mock('../../src/core/text.ts', async (original) => {
  const real = await original<typeof import('../../src/core/text.ts')>()
  const defineTexts: typeof real.defineTexts = (catalogues) => {
    const made = real.defineTexts(catalogues)
    written.add(made.catalogues)
    return made
  }
  return { ...real, defineTexts }
})

const features: readonly Feature[] = listed
const MAX_DESCRIPTION = 100
const MAX_LABEL = 100

it('has no id or name twice, and everything carries the prefix of its feature', () => {
  expect(() => createRegistry(features)).not.toThrow()
  expect(() => createRegistry([...features, ...features.slice(0, 1)])).toThrow('two definitions')
})

it('registers commands that Discord accepts', () => {
  expect(validateCommands(commandPayloads(features))).toEqual([])
})

describe.each(features.map((feature) => [feature.id, feature] as const))('feature %s', (id, feature) => {
  it('is named after its folder', () => {
    expect(id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
    expect(existsSync(`src/features/${id}/index.ts`)).toBe(true)
  })

  it('has a title and a description in every language', () => {
    for (const locale of locales) {
      expect(feature.title(locale).length).toBeGreaterThan(0)
      expect(feature.about(locale).length).toBeGreaterThan(0)
      expect(feature.title(locale).length).toBeLessThanOrEqual(MAX_LABEL)
    }
  })

  it('describes commands and options in at most 100 characters in every language', () => {
    const payload = JSON.stringify(commandPayloads([feature]))
    const texts: string[] = []
    JSON.parse(payload, (key, value: unknown) => {
      if (key === 'description' && typeof value === 'string') texts.push(value)
      if (key === 'description_localizations' && typeof value === 'object') texts.push(...Object.values(value ?? {}))
      return value
    })
    expect(texts.filter((text) => text.length < 1 || text.length > MAX_DESCRIPTION)).toEqual([])
  })

  it('says on every command who may use it, where it is checked at each call', () => {
    const silent = callableCommands(feature).filter(
      ({ command }) => !command.guards.some(({ kind, permissions = [] }) => kind === 'open' || permissions.length > 0),
    )
    expect(silent.map(({ path }) => path.join(' '))).toEqual([])
  })

  it('forgets and exports people where it keeps tables', () => {
    if (existsSync(`src/features/${id}/schema.ts`)) expect(feature.privacy).toBeDefined()
  })

  it.each((feature.components ?? []).map((one) => [one.id, one.args] as const))(
    'component %s: custom ids survive the way to Discord and back, and fit',
    checkCustomIds,
  )

  it.each((feature.modals ?? []).map((one) => [one.id, one.args] as const))(
    'modal %s: custom ids survive the way to Discord and back, and fit',
    checkCustomIds,
  )

  it.each(Object.entries(feature.settings?.fields ?? {}))('setting %s has a default that it accepts', (name, field) => {
    checkSetting(name, field)
  })

  it('is fully configured by an empty store, and keeps its values through one', () => {
    if (feature.settings === undefined) return
    const { settings } = feature
    const defaults = settings.parse({})
    expect(settings.feature).toBe(id)
    expect(settings.check?.(defaults)).toBeUndefined()
    expect(settings.parse(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults)
    for (const junk of [null, 1, 'x', [], { nothing: 1 }]) expect(settings.parse(junk)).toEqual(defaults)
  })
})

function checkSetting(name: string, { schema, fallback, control, label, help }: Setting): void {
  expect(name).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
  expect(schema.safeParse(fallback)).toEqual({ success: true, data: fallback })
  for (const locale of locales) {
    expect(label(locale).length).toBeGreaterThan(0)
    expect(label(locale).length).toBeLessThanOrEqual(60)
    expect(help?.(locale).length ?? 0).toBeLessThanOrEqual(200)
  }
  if (control.kind === 'choice') {
    expect(control.choices.length).toBeGreaterThan(1)
    expect(control.choices.length).toBeLessThanOrEqual(25)
  }
}

const MAX_CUSTOM_ID = 100
/** How long an argument gets, when it is not a text. */
function fixedLength({ _zod: { def } }: z.core.$ZodType): number {
  if (isPipe(def)) return isEnum(def.in._zod.def) ? 1 : String(-(2 ** 31)).length
  return isEnum(def) ? Math.max(...Object.values(def.entries).map((entry) => String(entry).length)) : 20
}

/** As Discord hands it back: a string, of the kind that the argument reads; `room` is what a text may take, escapes included. */
function rawArgument(schema: z.core.$ZodType, room: number): fc.Arbitrary<string> {
  const { def } = schema._zod
  if (isPipe(def)) return isEnum(def.in._zod.def) ? rawArgument(def.in, room) : fc.integer().map(String)
  if (isEnum(def)) return fc.constantFrom(...Object.values(def.entries).map(String))
  if (def.type !== 'string') return fc.bigInt({ min: 10n ** 16n, max: 2n ** 63n }).map(String)
  const written = fc.string({ unit: fc.constantFrom(...'az09_- é:%'), maxLength: room })
  return written.filter((text) => text.replace(/[:%]/g, '...').length <= room)
}

function isPipe(def: z.core.$ZodTypeDef): def is z.core.$ZodPipeDef {
  return def.type === 'pipe'
}

function isEnum(def: z.core.$ZodTypeDef): def is z.core.$ZodEnumDef {
  return def.type === 'enum'
}

function checkCustomIds(id: string, schema: ArgsSchema): void {
  const codec = customIdCodec(id, schema)
  const entries = Object.entries(schema.shape)
  const others = entries.filter(([, { def }]) => def.type !== 'string')
  const texts = entries.length - others.length
  const fixed = id.length + entries.length + others.reduce((sum, [, argument]) => sum + fixedLength(argument), 0)
  const room = Math.floor((MAX_CUSTOM_ID - fixed) / Math.max(1, texts))
  expect(room).toBeGreaterThan(texts === 0 ? -1 : 8)
  const raws = fc.record(
    Object.fromEntries(entries.map(([name, argument]) => [name, rawArgument(argument, Math.min(room, 30))])),
  )
  fc.assert(
    fc.property(raws, (raw) => {
      const args = schema.parse(raw)
      const customId = codec.encode(args)
      expect(customId.length).toBeLessThanOrEqual(MAX_CUSTOM_ID)
      expect(codec.decode(customId)).toEqual(args)
    }),
    { numRuns: 100 },
  )
}

describe('texts', () => {
  it('exist in every language with the same placeholders', async () => {
    const files = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
    for (const file of files) await import(resolve(file))
    expect(written.size).toBeGreaterThan(5)
    const wrong = [...written].flatMap((catalogues) =>
      Object.keys(catalogues.en).flatMap((key) => problemsOf(catalogues, key)),
    )
    expect(wrong).toEqual([])
  })
})

function problemsOf(catalogues: Catalogues, key: string): string[] {
  const english = catalogues.en[key]
  return locales.flatMap((locale) => {
    const text = catalogues[locale][key]
    if (text === undefined || english === undefined) return [`${locale} lacks ${key}`]
    if (typeof text !== typeof english) return [`${locale} ${key} has other plural forms`]
    if (forms(text).some((form) => form.trim() === '')) return [`${locale} ${key} is empty`]
    const [same, wanted] = [placeholders(text), placeholders(english)]
    return same === wanted ? [] : [`${locale} ${key} has the placeholders ${same} for ${wanted}`]
  })
}

function forms(message: Message): string[] {
  return typeof message === 'string' ? [message] : [message.one, message.other]
}

function placeholders(message: Message): string {
  const names = forms(message).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
  return [...new Set(names)].sort().join(' ')
}
