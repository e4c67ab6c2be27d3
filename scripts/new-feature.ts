import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { featureSkeleton, identifierOf } from './feature-skeleton.ts'

export interface NewFeature {
  /** The root of the repository. */
  root: string
  name: string
  /** Also adds the feature to `src/features/index.ts`. */
  add?: boolean
}

/**
 * Writes a working feature into `src/features/<name>`. Answers the lines that `src/features/index.ts` needs.
 * Throws an `Error` for a name that is taken or cannot be one; nothing is written then.
 */
export function newFeature({ root, name, add = false }: NewFeature): { folder: string; lines: readonly string[] } {
  const files = featureSkeleton(name)
  const features = join(root, 'src/features')
  const folder = join(features, name)
  if (existsSync(folder)) throw new Error(`src/features/${name} exists already: choose another name`)
  const taken = featureThatHasCommand(features, name)
  if (taken !== undefined) throw new Error(`/${name} is a command of ${taken} already: choose another name`)
  mkdirSync(folder)
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  const id = identifierOf(name)
  if (add)
    writeFileSync(join(features, 'index.ts'), withFeature(readFileSync(join(features, 'index.ts'), 'utf8'), name))
  format(root, [folder, join(features, 'index.ts')])
  return {
    folder,
    lines: [importLine(name), `export const features = [..., ${id}] as const satisfies readonly Feature[]`],
  }
}

function featureThatHasCommand(features: string, name: string): string | undefined {
  for (const entry of readdirSync(features, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts') || entry.endsWith('.test.ts')) continue
    const text = readFileSync(join(features, entry), 'utf8')
    if (new RegExp(`^ {0,6}name: '${name}',$`, 'm').test(text)) return entry
  }
  return undefined
}

function importLine(name: string): string {
  return `import { ${identifierOf(name)} } from './${name}/index.ts'`
}

/** Throws when the list does not look as this script left it. */
export function withFeature(list: string, name: string): string {
  const added = list
    .replace(/(?=\n\n\/\*\*)/, `\n${importLine(name)}`)
    .replace(/\] as const satisfies/, `, ${identifierOf(name)}] as const satisfies`)
  if (added.split(identifierOf(name)).length < 3) {
    throw new Error('src/features/index.ts has another shape than expected: add the feature by hand')
  }
  return added
}

/** Line breaks depend on how long the name is, so the formatter decides; it also sorts the imports. */
function format(root: string, paths: readonly string[]): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  execFileSync(process.execPath, [biome, 'check', '--write', '--log-level=error', ...paths], {
    cwd: root,
    stdio: 'pipe',
  })
}

if (import.meta.main) {
  const [name, ...flags] = process.argv.slice(2)
  if (name === undefined || name.startsWith('-')) {
    console.error('Usage: npm run new-feature <name> [-- --add]')
    process.exitCode = 2
  } else {
    run(name, flags.includes('--add'))
  }
}

function run(name: string, add: boolean): void {
  try {
    const { lines } = newFeature({ root: process.cwd(), name, add })
    console.log(`src/features/${name} is written; its command is /${name}.`)
    console.log(add ? 'It is in src/features/index.ts.' : `Add it to src/features/index.ts:\n  ${lines.join('\n  ')}`)
    console.log('Try it: npm start. Check it: npm run check && npm test.')
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
