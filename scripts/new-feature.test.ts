import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBoundaries } from './check-boundaries.ts'
import { featureSkeleton } from './feature-skeleton.ts'
import { newFeature, withFeature } from './new-feature.ts'

let root = ''
const copied = ['src', 'test/contract', 'test/harness', 'scripts', 'biome.json', 'tsconfig.json', 'package.json']

/** A copy of the repository, so that a new feature can be checked for real. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'new-feature-'))
  for (const path of copied) cpSync(path, join(root, path), { recursive: true })
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  execFileSync('git', ['init', '--quiet'], { cwd: root })
  cpSync('.gitignore', join(root, '.gitignore'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function node(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

describe.each(['dice', 'a-rather-long-name-of-a-feature'])('a new feature %s', (name) => {
  beforeAll(() => {
    newFeature({ root, name, add: true })
  })

  it('is in the list', () => {
    expect(readFileSync(join(root, 'src/features/index.ts'), 'utf8')).toContain(`'./${name}/index.ts'`)
  })

  it('passes formatter, linter and boundaries', () => {
    const biome = node(
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      `src/features/${name}`,
      'src/features/index.ts',
    )
    expect(biome).toMatchObject({ status: 0 })
    expect(checkBoundaries(root).filter(({ file }) => file.includes(name))).toEqual([])
  })

  it('is not written twice', () => {
    expect(() => newFeature({ root, name })).toThrow('exists already')
  })
})

it('passes the type checker and the tests that it came with, and the contract of all features', () => {
  const types = node('node_modules/typescript/bin/tsc', '--noEmit', '-p', '.')
  expect(types.output.split('\n').filter((line) => /features\/(?:index|dice|a-rather)/.test(line))).toEqual([])
  const args = [
    'run',
    '--root',
    '.',
    'src/features/dice',
    'src/features/a-rather',
    'test/contract',
    '-t',
    'answers|refuses a|feature (?:dice|a-rather)',
  ]
  const tests = node('node_modules/vitest/vitest.mjs', ...args)
  expect(tests.output).toMatch(/Tests.*passed/)
  expect(tests).toMatchObject({ status: 0 })
}, 120_000)

it.each([
  ['Dice', 'cannot be a name'],
  ['../dice', 'cannot be a name'],
  ['1dice', 'cannot be a name'],
  ['delete', 'word of JavaScript'],
  ['help', 'exists already'],
  ['warn', '/warn is a command'],
])('refuses the name %s and writes nothing', (name, why) => {
  const existed = existsSync(join(root, 'src/features', name))
  expect(() => newFeature({ root, name })).toThrow(why)
  expect(existsSync(join(root, 'src/features', name))).toBe(existed)
})

it('says what to add when it does not add it', () => {
  const { lines } = newFeature({ root, name: 'coins' })
  expect(lines[0]).toBe("import { coins } from './coins/index.ts'")
  expect(readFileSync(join(root, 'src/features/index.ts'), 'utf8')).not.toContain('coins')
})

it('does not guess in a list that was written differently', () => {
  expect(() => withFeature('export const list = []', 'dice')).toThrow('by hand')
})

it('writes no file that is empty', () => {
  for (const text of Object.values(featureSkeleton('dice'))) expect(text.length).toBeGreaterThan(50)
})
