import clsx from 'clsx'
import { useMemo } from 'react'
import { Blocks } from './blocks.tsx'
import type { MarkdownNode } from './node.ts'
import { parseMarkdown } from './parse.ts'

const maxJumbo = 30

const isEmoji = (node: MarkdownNode): boolean => node.type === 'emoji' || node.type === 'unicodeEmoji'
const isSpace = (node: MarkdownNode): boolean =>
  node.type === 'break' || (node.type === 'text' && node.content.trim() === '')

/** Nothing but emojis, and not too many: they are shown large. */
export const isJumbo = (nodes: readonly MarkdownNode[]): boolean => {
  const count = nodes.filter(isEmoji).length
  return count > 0 && count <= maxJumbo && nodes.every((node) => isEmoji(node) || isSpace(node))
}

export interface MarkdownProps {
  content: string
  /** True in a message's own text: emojis that stand alone are shown large. */
  jumbo?: boolean
}

/** Discord's markdown. What comes in is only ever text: it cannot add elements or attributes of its own. */
export const Markdown = ({ content, jumbo = false }: MarkdownProps) => {
  const nodes = useMemo(() => parseMarkdown(content), [content])
  return (
    <div className={clsx('dm-markdown', jumbo && isJumbo(nodes) && 'dm-jumbo')}>
      <Blocks nodes={nodes} />
    </div>
  )
}
