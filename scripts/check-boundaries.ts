import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkImports } from './boundaries/imports.ts'
import { parseSource, type Report, type Source, type Violation } from './boundaries/source.ts'
import { checkEffects, checkLength, checkTypes } from './boundaries/style.ts'

const checkedFully = ['src', 'workers']
const checkedForTypes = ['dashboard']
const checkedForLength = ['scripts', 'test']
const skipped = new Set(['node_modules', 'dist', '.local', '.wrangler'])

function sourceFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  const found: string[] = []
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && !skipped.has(entry.name)) found.push(...sourceFiles(root, path))
    else if (/(?<!\.d)\.tsx?$/.test(entry.name)) found.push(path)
  }
  return found.sort()
}

/**
 * Checks the boundaries of `docs/architecture.md` and the style rules that no linter of ours knows,
 * over `src` and `workers` (types and length over `dashboard`, length over `scripts` and `test` as well). Answers every violation, by file and line.
 */
export function checkBoundaries(root: string): Violation[] {
  const violations: Violation[] = []
  const check = (path: string, rules: readonly ((source: Source, report: Report) => void)[]) => {
    const source = parseSource(path, readFileSync(join(root, path), 'utf8'))
    for (const rule of rules) {
      rule(source, (offset, name, message) => {
        violations.push({ file: path, line: source.lineAt(offset), rule: name, message })
      })
    }
  }
  for (const folder of checkedFully) {
    for (const path of sourceFiles(root, folder)) check(path, [checkImports, checkEffects, checkTypes, checkLength])
  }
  for (const folder of checkedForTypes) {
    for (const path of sourceFiles(root, folder)) check(path, [checkTypes, checkLength])
  }
  for (const folder of checkedForLength) {
    for (const path of sourceFiles(root, folder)) check(path, [checkLength])
  }
  return violations.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

if (import.meta.main) {
  const violations = checkBoundaries(process.cwd())
  for (const { file, line, rule, message } of violations) console.error(`${file}:${line} [${rule}] ${message}`)
  if (violations.length > 0) {
    console.error(`${violations.length} ${violations.length === 1 ? 'violation' : 'violations'} of the boundaries`)
    process.exitCode = 1
  }
}
