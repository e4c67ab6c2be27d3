import type { TimestampStyle } from '../format.ts'

/** Parents of other inline nodes. */
export type SpanKind = 'strong' | 'em' | 'underline' | 'strikethrough' | 'spoiler' | 'subtext' | 'blockQuote'

export interface ListItem {
  content: MarkdownNode[]
}

/** Discord's markdown as a tree: names of the syntax, nothing of how it looks. */
export type MarkdownNode =
  | { type: 'text'; content: string }
  | { type: 'break' }
  | { type: SpanKind; content: MarkdownNode[] }
  | { type: 'heading'; level: 1 | 2 | 3; content: MarkdownNode[] }
  | { type: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { type: 'inlineCode'; content: string }
  | { type: 'codeBlock'; language: string; content: string }
  | { type: 'link'; url: string; title: string | undefined; content: MarkdownNode[] }
  | { type: 'user' | 'role' | 'channel'; id: string }
  | { type: 'everyone' | 'here' }
  | { type: 'emoji'; id: string; name: string; animated: boolean }
  | { type: 'unicodeEmoji'; name: string }
  | { type: 'timestamp'; seconds: number; style: TimestampStyle; source: string }
  | { type: 'command'; id: string; name: string }
  | { type: 'navigation'; target: NavigationTarget }

export type NavigationTarget = 'customize' | 'browse' | 'guide' | 'linked-roles'
