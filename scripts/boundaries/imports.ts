import { dirname, join } from 'node:path/posix'
import { type ESTree, Visitor } from 'rolldown/utils'
import { isTest, type Report, type Source } from './source.ts'

/** Which layers a layer may import: core <- services <- features <- app <- workers, core <- platform <- app. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  platform: ['core', 'platform'],
  services: ['core', 'services'],
  features: ['core', 'services', 'features'],
  app: ['core', 'platform', 'services', 'features', 'app'],
  workers: ['core', 'platform', 'services', 'features', 'app', 'workers'],
}

const vendorClients = /^(?:@neondatabase\/serverless|@upstash\/(?:redis|qstash))(?:\/|$)/

interface Import {
  specifier: string
  offset: number
  declaration?: ESTree.ImportDeclaration
}

function importsOf({ program }: Source): Import[] {
  const found: Import[] = []
  const note = (node: { source: unknown; start: number } | null) => {
    const specifier = node === null ? undefined : literalOf(node.source)
    if (node !== null && specifier !== undefined) found.push({ specifier, offset: node.start })
  }
  const visitor = new Visitor({
    ImportDeclaration: (node) => {
      found.push({ specifier: node.source.value, offset: node.start, declaration: node })
    },
    ExportNamedDeclaration: note,
    ExportAllDeclaration: note,
    ImportExpression: note,
    TSImportType: note,
  })
  visitor.visit(program)
  return found
}

function literalOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || !('value' in node)) return undefined
  return typeof node.value === 'string' ? node.value : undefined
}

/** `src/features/warn/index.ts` is of layer `features` and of part `warn`; a file beside the folders has no part. */
function placeOf(path: string): { layer: string; part: string | undefined } {
  const [top = '', ...rest] = path.split('/')
  const [layer = '', ...inner] = top === 'src' ? rest : [top, ...rest]
  return { layer, part: inner.length > 1 ? inner[0] : undefined }
}

/** Reports every import that crosses a boundary of `docs/architecture.md`. Tests may import what they test with. */
export function checkImports(source: Source, report: Report): void {
  const inSrc = source.path.startsWith('src/')
  for (const found of importsOf(source)) {
    checkZod(found, report)
    if (isTest(source.path)) continue
    if (!found.specifier.startsWith('.')) {
      if (inSrc) checkPackage(source, found, report)
      continue
    }
    checkFile(source, { ...found, target: join(dirname(source.path), found.specifier) }, report)
  }
}

function checkZod({ specifier, offset, declaration }: Import, report: Report): void {
  if (specifier !== 'zod' && !specifier.startsWith('zod/')) return
  const [only] = declaration?.specifiers ?? []
  if (specifier === 'zod' && declaration?.specifiers.length === 1 && only?.type === 'ImportNamespaceSpecifier') return
  report(offset, 'zod', "import zod as `import * as z from 'zod'`: it is the form that bundles small")
}

function checkPackage(source: Source, { specifier, offset }: Import, report: Report): void {
  if (placeOf(source.path).layer === 'platform') return
  if (/^(?:node|cloudflare):/.test(specifier)) {
    report(offset, 'runtime', `"${specifier}" exists in one runtime only: put what needs it into src/platform`)
  }
  if (vendorClients.test(specifier)) {
    report(offset, 'vendor', `"${specifier}" is a vendor's client: reach it through ctx, src/platform implements it`)
  }
}

function checkFile(source: Source, { target, offset }: Import & { target: string }, report: Report): void {
  const from = placeOf(source.path)
  const to = placeOf(target)
  const allowed = mayImport[from.layer] ?? []
  if (!allowed.includes(to.layer)) {
    const list = allowed.join(', ')
    report(offset, 'layers', `${from.layer} must not import ${to.layer} (${target}): it may import ${list}`)
    return
  }
  if (to.layer === 'features' && crossesFeatures(from, to)) {
    report(
      offset,
      'features',
      `${target} belongs to another feature: put what both need into src/services, or use a job`,
    )
  }
  if (/\/schema\.ts$/.test(target) && !`${dirname(source.path)}/`.startsWith(`${dirname(target)}/`)) {
    report(offset, 'schema', `${target} is private to its folder: call a verb of ${dirname(target)} instead`)
  }
}

type Place = ReturnType<typeof placeOf>

/** The list `features/index.ts` names every feature; app and workers know the list and nothing behind it. */
function crossesFeatures(from: Place, to: Place): boolean {
  if (to.part === undefined) return from.layer === 'features' && from.part !== undefined
  return from.layer === 'features' ? from.part !== undefined && from.part !== to.part : true
}
