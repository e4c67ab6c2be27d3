import { type ESTree, Visitor } from 'rolldown/utils'
import { isTest, type Report, type Source } from './source.ts'

const MAX_LINES = 300
const MAX_HELPER_LINES = 15

/** Files are read by people: nobody takes in more than this at once. */
export function checkLength({ lineCount, text }: Source, report: Report): void {
  if (lineCount <= MAX_LINES) return
  report(text.length - 1, 'length', `${lineCount} lines of ${MAX_LINES}: split the file by concept`)
}

/** Reports `any`, `!` and `as`, which switch the type checker off, outside of helpers that state why they are safe. Tests may: they build what is wrong. */
export function checkTypes(source: Source, report: Report): void {
  if (isTest(source.path)) return
  const helpers = guaranteedHelpers(source)
  const refuse = (offset: number, what: string) => {
    if (helpers.some(({ start, end }) => start <= offset && offset < end)) return
    const way = `a named function of at most ${MAX_HELPER_LINES} lines with a comment "Guarantee: …" above it`
    report(offset, 'types', `${what} switches the type checker off: narrow the value, or move it into ${way}`)
  }
  const visitor = new Visitor({
    TSAnyKeyword: (node) => refuse(node.start, '`any`'),
    TSNonNullExpression: (node) => refuse(node.start, '`!`'),
    TSTypeAssertion: (node) => refuse(node.start, 'a `<Type>` assertion'),
    TSAsExpression: (node) => {
      if (!isConst(node.typeAnnotation)) refuse(node.start, '`as`')
    },
    VariableDeclarator: (node) => {
      if (node.definite === true) refuse(node.start, '`!`')
    },
    PropertyDefinition: (node) => {
      if (node.definite === true) refuse(node.start, '`!`')
    },
  })
  visitor.visit(source.program)
}

function isConst(type: ESTree.TSType): boolean {
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const'
}

interface Span {
  start: number
  end: number
}

function guaranteedHelpers(source: Source): Span[] {
  const spans: Span[] = []
  const consider = (node: Span) => {
    const lines = source.lineAt(node.end - 1) - source.lineAt(node.start) + 1
    if (lines <= MAX_HELPER_LINES && hasGuarantee(source, node.start)) spans.push({ start: node.start, end: node.end })
  }
  const visitor = new Visitor({
    FunctionDeclaration: consider,
    VariableDeclaration: (node) => {
      const [only] = node.declarations
      const kind = only?.init?.type
      if (kind === 'ArrowFunctionExpression' || kind === 'FunctionExpression') consider(node)
    },
  })
  visitor.visit(source.program)
  return spans
}

/** Looks at the comments that stand directly above, which may be several lines of `//`. */
function hasGuarantee({ comments, text }: Source, start: number): boolean {
  let below = start
  for (const comment of comments.filter(({ end }) => end <= start).reverse()) {
    const between = text.slice(comment.end, below)
    if (!/^\s*(?:export\s+)?(?:default\s+)?$/.test(between)) return false
    if (comment.value.includes('Guarantee:')) return true
    below = comment.start
  }
  return false
}

/** Reports what only `src/platform` may touch: the environment, the clock, the network. */
export function checkEffects(source: Source, report: Report): void {
  if (isTest(source.path)) return
  const inPlatform = source.path.startsWith('src/platform/')
  const clock = (offset: number) => {
    if (!inPlatform)
      report(offset, 'clock', 'only `ctx.now()` tells the time: the local clock can be moved, this cannot')
  }
  const visitor = new Visitor({
    MemberExpression: (node) => {
      if (source.path !== 'src/platform/env.ts' && readsEnvironment(node, source.path)) {
        report(node.start, 'env', 'only src/platform/env.ts reads the environment: take the value from its result')
      }
    },
    NewExpression: (node) => {
      if (isNamed(node.callee, 'Date') && node.arguments.length === 0) clock(node.start)
    },
    CallExpression: ({ callee, start }) => {
      const isNow =
        callee.type === 'MemberExpression' && isNamed(callee.object, 'Date') && isNamed(callee.property, 'now')
      if (isNow || isNamed(callee, 'Date')) clock(start)
      if (isNamed(callee, 'fetch') && !inPlatform && source.path.startsWith('src/')) {
        report(start, 'network', 'only src/platform speaks to the outside: use ctx.discord, ctx.cache or ctx.guild.db')
      }
    },
  })
  visitor.visit(source.program)
}

function isNamed(node: { type: string }, name: string): boolean {
  return node.type === 'Identifier' && 'name' in node && node.name === name
}

/** `process.env`, `import.meta.env`, and in `workers` a binding read off the raw `env`, whose names are in capitals. */
function readsEnvironment({ object, property }: ESTree.MemberExpression, path: string): boolean {
  if (isNamed(property, 'env')) return isNamed(object, 'process') || object.type === 'MetaProperty'
  if (path.startsWith('src/')) return false
  const name = 'name' in property ? property.name : 'value' in property ? property.value : undefined
  return isNamed(object, 'env') && typeof name === 'string' && /^[A-Z][A-Z0-9_]+$/.test(name)
}
