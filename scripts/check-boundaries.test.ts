import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkBoundaries } from './check-boundaries.ts'

const roots: string[] = []

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'boundaries-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** `file:line rule` of everything found in a tree of these files. */
function found(files: Record<string, string>): string[] {
  return checkBoundaries(tree(files)).map(({ file, line, rule }) => `${file}:${line} ${rule}`)
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

describe('layers', () => {
  it.each([
    ['src/core/a.ts', '../platform/b.ts', 'layers'],
    ['src/core/a.ts', '../services/b/b.ts', 'layers'],
    ['src/platform/a.ts', '../services/b/b.ts', 'layers'],
    ['src/services/a/a.ts', '../../platform/b.ts', 'layers'],
    ['src/services/a/a.ts', '../../features/b/b.ts', 'layers'],
    ['src/features/a/a.ts', '../../platform/b.ts', 'layers'],
    ['src/features/a/a.ts', '../../app/b.ts', 'layers'],
    ['src/app/a.ts', '../../workers/bot/index.ts', 'layers'],
    ['src/app/a.ts', '../../scripts/b.ts', 'layers'],
    ['src/features/a/a.ts', '../b/index.ts', 'features'],
    ['src/features/a/deep/a.ts', '../../b/texts.ts', 'features'],
    ['src/features/a/a.ts', '../index.ts', 'features'],
    ['src/app/a.ts', '../features/warn/index.ts', 'features'],
    ['workers/bot/index.ts', '../../src/features/warn/index.ts', 'features'],
    ['src/features/a/a.ts', '../../services/b/schema.ts', 'schema'],
    ['src/services/a/a.ts', '../b/schema.ts', 'schema'],
  ])('refuses %s to import %s', (file, specifier, rule) => {
    expect(found({ [file]: `import { b } from '${specifier}'\n` })).toEqual([`${file}:1 ${rule}`])
  })

  it.each([
    ['src/core/a.ts', './b.ts'],
    ['src/platform/discord/a.ts', '../../core/b.ts'],
    ['src/services/a/a.ts', '../b/verb.ts'],
    ['src/services/a/a.ts', './schema.ts'],
    ['src/features/a/service/verb.ts', '../schema.ts'],
    ['src/features/a/a.ts', '../../services/b/b.ts'],
    ['src/features/index.ts', './a/index.ts'],
    ['src/app/a.ts', '../platform/b.ts'],
    ['src/app/a.ts', '../features/index.ts'],
    ['workers/bot/index.ts', '../../src/app/index.ts'],
    ['src/features/a/a.test.ts', '../../../scripts/emulators/neon/index.ts'],
  ])('lets %s import %s', (file, specifier) => {
    expect(found({ [file]: `import { b } from '${specifier}'\n` })).toEqual([])
  })

  it.each([
    ["export * from '../platform/b.ts'"],
    ["export { b } from '../platform/b.ts'"],
    ["import type { B } from '../platform/b.ts'"],
    ["type B = import('../platform/b.ts').B"],
    ["const b = await import('../platform/b.ts')"],
  ])('sees %s', (line) => {
    expect(found({ 'src/core/a.ts': `\n${line}\n` })).toEqual(['src/core/a.ts:2 layers'])
  })

  it('does not mistake text for an import', () => {
    expect(found({ 'src/core/a.ts': "// import '../app/a.ts'\nexport const a = \"import '../app/a.ts'\"\n" })).toEqual(
      [],
    )
  })

  it.each(['node:fs', 'cloudflare:workers'])('keeps %s inside src/platform', (name) => {
    const text = `import { a } from '${name}'\n`
    expect(found({ 'src/app/a.ts': text, 'src/platform/a.ts': text, 'src/app/a.test.ts': text })).toEqual([
      'src/app/a.ts:1 runtime',
    ])
  })

  it.each(['@upstash/redis/cloudflare', '@upstash/qstash', '@neondatabase/serverless'])(
    'keeps the client %s inside src/platform',
    (name) => {
      const text = `import { a } from '${name}'\n`
      expect(found({ 'src/services/a/a.ts': text, 'src/platform/a.ts': text })).toEqual([
        'src/services/a/a.ts:1 vendor',
      ])
    },
  )

  it.each([
    "import { z } from 'zod'",
    "import z from 'zod'",
    "import * as z from 'zod/mini'",
    "export { z } from 'zod'",
  ])('refuses %s', (line) => {
    expect(found({ 'src/core/a.ts': `${line}\n`, 'src/core/b.ts': "import type * as z from 'zod'\n" })).toEqual([
      'src/core/a.ts:1 zod',
    ])
  })
})

describe('effects', () => {
  it.each([
    ['const a = process.env', 'env'],
    ["const a = process.env['A']", 'env'],
    ['const a = import.meta.env', 'env'],
    ['const a = Date.now()', 'clock'],
    ['const a = new Date()', 'clock'],
    ['const a = new Date', 'clock'],
    ['const a = Date()', 'clock'],
    ["const a = await fetch('x')", 'network'],
  ])('keeps %s inside src/platform', (line, rule) => {
    const files = { 'src/app/a.ts': line, 'src/platform/env.ts': line, 'src/app/a.test.ts': line }
    expect(found(files)).toEqual([`src/app/a.ts:1 ${rule}`])
  })

  it('refuses a binding of the raw environment in a worker', () => {
    const files = { 'workers/bot/a.ts': 'const f = (env: Env) => env.TOKEN', 'workers/bot/b.ts': 'createApp(env)' }
    expect(found(files)).toEqual(['workers/bot/a.ts:1 env'])
  })

  it('lets a time be built from a number, and other things be called now', () => {
    expect(found({ 'src/app/a.ts': 'const a = [new Date(0), ctx.now(), app.fetch(x)]' })).toEqual([])
  })
})

describe('types', () => {
  const unsafe = [
    'const a: any = 1',
    'const a = b!',
    'const a = b as C',
    'const a = <C>b',
    'let a!: C',
    'class A { b!: C }',
  ]

  it.each(unsafe)('refuses %s', (line) => {
    expect(found({ 'src/core/a.ts': `\n${line}\n` })).toEqual(['src/core/a.ts:2 types'])
  })

  it('lets as const and satisfies be', () => {
    expect(found({ 'src/core/a.ts': 'const a = { b: 1 } as const satisfies C\n' })).toEqual([])
  })

  it.each([
    'function a() {\n  return b as C\n}',
    'export function a() {\n  return b as C\n}',
    'const a = () => b as C',
  ])('lets a helper with a guarantee be: %s', (helper) => {
    const stated = `// Guarantee: b was checked to be C\n// by its caller.\n${helper}\n`
    expect(found({ 'src/core/a.ts': stated, 'src/core/b.ts': `/** Guarantee: b is C. */\n${helper}\n` })).toEqual([])
    expect(found({ 'src/core/a.ts': `// b is C\n${helper}\n` })).toHaveLength(1)
  })

  it('takes a guarantee only for the function right below it', () => {
    const text = '// Guarantee: it is C\nfunction a() {\n  return b as C\n}\n\nfunction d() {\n  return b as C\n}\n'
    expect(found({ 'src/core/a.ts': text })).toEqual(['src/core/a.ts:7 types'])
  })

  it('takes no guarantee for a function that is not small', () => {
    const text = `// Guarantee: it is C\nfunction a() {\n${'  work()\n'.repeat(20)}  return b as C\n}\n`
    expect(found({ 'src/core/a.ts': text })).toEqual(['src/core/a.ts:23 types'])
  })
})

describe('length', () => {
  it('lets 300 lines be and refuses 301', () => {
    const lines = (count: number) => 'work()\n'.repeat(count)
    const files = { 'src/core/a.ts': lines(300), 'src/core/b.ts': lines(301), 'scripts/c.ts': lines(301) }
    expect(found(files)).toEqual(['scripts/c.ts:301 length', 'src/core/b.ts:301 length'])
  })

  it('does not count what was installed or built', () => {
    const long = 'work()\n'.repeat(301)
    expect(found({ 'dashboard/node_modules/a.ts': long, 'dashboard/dist/b.ts': long, 'scripts/c.d.ts': long })).toEqual(
      [],
    )
  })
})

it('says what to do', () => {
  const [violation] = checkBoundaries(tree({ 'src/features/a/a.ts': "import { b } from '../b/index.ts'\n" }))
  expect(violation?.message).toContain('src/services')
})

it('names a file that does not parse', () => {
  expect(() => checkBoundaries(tree({ 'src/core/a.ts': 'const = 1' }))).toThrow('src/core/a.ts does not parse')
})
