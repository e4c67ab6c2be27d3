import { rules as libraryRules, SimpleMarkdown } from 'discord-markdown-parser'
import { type ListTree, scanList, treeOf } from './lists.ts'

type Rule = (typeof libraryRules)[string]
type Parse = Parameters<Rule['parse']>[1]
type State = Parameters<Rule['parse']>[2]

const { defaultRules, inlineRegex } = SimpleMarkdown

const maxListDepth = 11

/** Blocks begin a line and never stand inside of bold text and the like. */
const atLineStart = (state: State): boolean => {
  const before: unknown = state['prevCapture']
  const text: unknown = Array.isArray(before) ? before[0] : ''
  return !state['inSpan'] && (text === '' || (typeof text === 'string' && text.endsWith('\n')))
}

const inSpan = (state: State): State => ({ ...state, inSpan: true })

const lineRule = (order: number, pattern: RegExp, parse: Rule['parse']): Rule => ({
  order,
  match: (source, state) => (atLineStart(state) ? pattern.exec(source) : null),
  parse,
})

const span = (rule: Rule): Rule => ({
  ...rule,
  parse: (capture, parse, state) => ({ content: parse(capture[1] ?? '', inSpan(state)) }),
})

const em: Rule = {
  ...defaultRules.em,
  parse: (capture, parse, state) => {
    const content = parse(capture[2] || capture[1] || '', { ...inSpan(state), inEmphasis: true })
    return state['inEmphasis'] ? content : { content }
  },
}

/* By search instead of a pattern: the library's takes cubic time on many line breaks. */
const codeBlock: Rule = {
  order: defaultRules.codeBlock.order,
  match: (source) => {
    if (!source.startsWith('```')) return null
    const end = source.indexOf('```', 4)
    if (end === -1) return null
    const body = source.slice(3, end)
    return [source.slice(0, source[end + 3] === '\n' ? end + 4 : end + 3), body]
  },
  parse: (capture) => {
    const body = capture[1] ?? ''
    const [first = '', ...rest] = body.split('\n')
    const labelled = /^[\w+\-.#]+$/.test(first) && rest.join('').trim() !== ''
    const lines = labelled ? rest : [first, ...rest]
    return { language: labelled ? first : '', content: trimLines(lines) }
  },
}

const isBlank = (line: string): boolean => line === ''

const trimLines = (lines: readonly string[]): string => {
  const first = lines.findIndex((line) => !isBlank(line))
  const last = lines.findLastIndex((line) => !isBlank(line))
  return first === -1 ? lines.join('\n') : lines.slice(first, last + 1).join('\n')
}

const listNode = (tree: ListTree, parse: Parse, state: State): Record<string, unknown> => ({
  type: 'list',
  ordered: tree.ordered,
  start: tree.start,
  items: tree.items.map((item) => [
    ...parse(item.text, { ...state, prevCapture: null }),
    ...item.children.map((child) => listNode(child, parse, state)),
  ]),
})

const depthOf = (state: State): number => (typeof state['listDepth'] === 'number' ? state['listDepth'] : 0)

const list: Rule = {
  order: defaultRules.list.order,
  match: (source, state) => {
    if (!atLineStart(state) || depthOf(state) >= maxListDepth) return null
    const { length } = scanList(source)
    return length > 0 ? [source.slice(0, length)] : null
  },
  parse: (capture, parse, state) => {
    const inner = { ...state, listDepth: depthOf(state) + 1 }
    const wrapper = treeOf(scanList(capture[0] ?? '').lines).map((tree) => listNode(tree, parse, inner))
    return { type: 'fragment', content: wrapper }
  },
}

const quoted = /^ *>>> ?([\s\S]+)|^ *> [^\n]*(?:\n *> [^\n]*)*\n?/

const blockQuote: Rule = {
  order: defaultRules.blockQuote.order,
  match: (source, state) => (state['inQuote'] || !atLineStart(state) ? null : quoted.exec(source)),
  parse: (capture, parse, state) => {
    const content = capture[1] ?? (capture[0] ?? '').replace(/^ *> /gm, '')
    return { content: parse(content, { ...state, inQuote: true, prevCapture: null }) }
  },
}

const outsideLinks = (pattern: RegExp): Rule['match'] => {
  const match: Rule['match'] = (source, state) => (state['inLink'] ? null : pattern.exec(source))
  return match
}

const maskedLink =
  /^\[((?:\\[\s\S]|[^[\]\\]|\[[^[\]]*\])+)\]\(\s*<?((?:https?|discord):\/\/(?:\([^()\s]*\)|[^\s()<>])+)>?(?:\s+["']([^"'\n]*)["'])?\s*\)/i

const link: Rule = {
  order: defaultRules.link.order,
  match: outsideLinks(maskedLink),
  parse: (capture, parse, state) => ({
    url: capture[2],
    title: capture[3],
    content: parse(capture[1] ?? '', { ...inSpan(state), inLink: true }),
  }),
}

const plainLink = (order: number, pattern: RegExp): Rule => ({
  order,
  match: outsideLinks(pattern),
  parse: (capture) => ({ type: 'link', url: capture[1], content: [{ type: 'text', content: capture[1] }] }),
})

const token = (pattern: RegExp, parse: Rule['parse']): Rule => ({
  order: defaultRules.strong.order,
  match: inlineRegex(pattern),
  parse,
})

const spans = (...names: string[]): Record<string, Rule> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const rule = libraryRules[name]
      return rule ? [[name, span(rule)]] : []
    }),
  )

/** The library's rules, with what it lacks or reads otherwise than Discord. Discord docs: reference#message-formatting. */
export const rules: Record<string, Rule> = {
  ...libraryRules,
  heading: lineRule(defaultRules.heading.order, /^(#{1,3}) +([^\n]+?) *(?:\n|$)/, (capture, parse, state) => ({
    level: capture[1]?.length,
    content: parse(capture[2] ?? '', inSpan(state)),
  })),
  subtext: lineRule(defaultRules.heading.order - 0.5, /^-# +([^\n]+?) *(?:\n|$)/, (capture, parse, state) => ({
    content: parse(capture[1] ?? '', inSpan(state)),
  })),
  list,
  blockQuote,
  codeBlock,
  link,
  autolink: plainLink(defaultRules.autolink.order, /^<((?:https?|discord):\/\/[^\s<>]+)>/i),
  url: plainLink(defaultRules.url.order, /^((?:https?|discord):\/\/[^\s<]+[^<.,:;"')\]\s|*_~])/i),
  em,
  strong: span(defaultRules.strong),
  underline: span(defaultRules.u),
  ...spans('strikethrough', 'spoiler'),
  timestamp: token(/^<t:(-?\d{1,17})(?::([tTdDfFsSR]))?>/, (capture) => ({
    seconds: Number(capture[1]),
    style: capture[2] ?? 'f',
    source: capture[0],
  })),
  guildNavigation: token(/^<id:(customize|browse|guide|linked-roles)(?::\d{17,20})?>/, (capture) => ({
    target: capture[1],
  })),
}
