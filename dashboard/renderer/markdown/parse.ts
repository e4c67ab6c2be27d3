import { type parse, SimpleMarkdown } from 'discord-markdown-parser'
import type { TimestampStyle } from '../format.ts'
import type { MarkdownNode, NavigationTarget } from './node.ts'
import { rules } from './rules.ts'

type LibraryNode = ReturnType<typeof parse>[number]

const parser = SimpleMarkdown.parserFor(rules)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const isNode = (value: unknown): value is LibraryNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const children = (value: unknown): MarkdownNode[] => toNodes(Array.isArray(value) ? value.filter(isNode) : [])

const timestampStyles: readonly string[] = ['t', 'T', 'd', 'D', 'f', 'F', 's', 'S', 'R']
const isTimestampStyle = (value: string): value is TimestampStyle => timestampStyles.includes(value)

const targets: readonly string[] = ['customize', 'browse', 'guide', 'linked-roles']
const isTarget = (value: string): value is NavigationTarget => targets.includes(value)

const levelOf = (value: unknown): 1 | 2 | 3 => (value === 1 || value === 2 ? value : 3)

const timestampNode = (node: LibraryNode): MarkdownNode => {
  const style = text(node['style'])
  return {
    type: 'timestamp',
    seconds: Number(node['seconds']),
    style: isTimestampStyle(style) ? style : 'f',
    source: text(node['source']),
  }
}

const listNode = (node: LibraryNode): MarkdownNode => ({
  type: 'list',
  ordered: node['ordered'] === true,
  start: Number(node['start']),
  items: Array.isArray(node['items']) ? node['items'].map((item) => ({ content: children(item) })) : [],
})

const spanNode = (node: LibraryNode): MarkdownNode => {
  switch (node.type) {
    case 'strong':
    case 'em':
    case 'underline':
    case 'strikethrough':
    case 'spoiler':
    case 'subtext':
    case 'blockQuote':
      return { type: node.type, content: children(node['content']) }
    default:
      return { type: 'text', content: text(node['content']) }
  }
}

const mentionNode = (node: LibraryNode): MarkdownNode | undefined => {
  switch (node.type) {
    case 'user':
    case 'role':
    case 'channel':
      return { type: node.type, id: text(node['id']) }
    case 'everyone':
    case 'here':
      return { type: node.type }
    case 'emoji': {
      const { id, name, animated } = node
      return { type: 'emoji', id: text(id), name: text(name), animated: animated === true }
    }
    case 'twemoji':
      return { type: 'unicodeEmoji', name: text(node['name']) }
    case 'slashCommand':
      return { type: 'command', id: text(node['id']), name: text(node['fullName']) }
    case 'guildNavigation': {
      const target = text(node['target'])
      return { type: 'navigation', target: isTarget(target) ? target : 'browse' }
    }
    default:
      return undefined
  }
}

const toNode = (node: LibraryNode): MarkdownNode => {
  switch (node.type) {
    case 'br':
    case 'newline':
      return { type: 'break' }
    case 'heading':
      return { type: 'heading', level: levelOf(node['level']), content: children(node['content']) }
    case 'list':
      return listNode(node)
    case 'inlineCode':
      return { type: 'inlineCode', content: text(node['content']) }
    case 'codeBlock':
      return { type: 'codeBlock', language: text(node['language']), content: text(node['content']) }
    case 'link': {
      const title = text(node['title']) || undefined
      return { type: 'link', url: text(node['url']), title, content: children(node['content']) }
    }
    case 'timestamp':
      return timestampNode(node)
    default:
      return mentionNode(node) ?? spanNode(node)
  }
}

const toNodes = (list: readonly LibraryNode[]): MarkdownNode[] => {
  const nodes: MarkdownNode[] = []
  for (const entry of list) {
    if (entry.type === 'fragment') {
      nodes.push(...children(entry['content']))
      continue
    }
    const node = toNode(entry)
    const last = nodes.at(-1)
    if (node.type === 'text' && last?.type === 'text') last.content += node.content
    else nodes.push(node)
  }
  return nodes
}

/** Discord's markdown as a tree. Any text has one; what is not markup stays text. */
export const parseMarkdown = (source: string): MarkdownNode[] => toNodes(parser(source, { inline: true }))
