import type { ReactNode } from 'react'
import { useRender } from '../context.tsx'
import { safeLink } from '../format.ts'
import { keyed } from '../keyed.ts'
import { Emoji } from './emoji.tsx'
import { ChannelMention, CommandMention, Mention, NavigationMention, RoleMention, UserMention } from './mentions.tsx'
import type { MarkdownNode } from './node.ts'
import { Spoiler } from './spoiler.tsx'
import { Timestamp } from './timestamp.tsx'

type NodeOf<Type extends MarkdownNode['type']> = Extract<MarkdownNode, { type: Type }>

const headings = { 1: 'h3', 2: 'h4', 3: 'h5' } as const

const Heading = ({ node }: { node: NodeOf<'heading'> }) => {
  const Tag = headings[node.level]
  return (
    <Tag className={`dm-heading dm-heading-${node.level}`}>
      <Blocks nodes={node.content} />
    </Tag>
  )
}

const List = ({ node }: { node: NodeOf<'list'> }) => {
  const items = keyed(node.items).map(({ key, item }) => (
    <li key={key}>
      <Blocks nodes={item.content} />
    </li>
  ))
  return node.ordered ? (
    <ol className="dm-list" start={node.start}>
      {items}
    </ol>
  ) : (
    <ul className="dm-list">{items}</ul>
  )
}

const CodeBlock = ({ node }: { node: NodeOf<'codeBlock'> }) => (
  <pre className="dm-code-block">
    {node.language && <span className="dm-code-language">{node.language}</span>}
    <code>{node.content}</code>
  </pre>
)

const Link = ({ node }: { node: NodeOf<'link'> }) => {
  const { onLink } = useRender().actions ?? {}
  const url = safeLink(node.url)
  if (url === undefined) return <Blocks nodes={node.content} />
  return (
    <a
      className="dm-link"
      href={url}
      title={node.title}
      target="_blank"
      rel="noopener noreferrer nofollow"
      onClick={(event) => {
        if (!onLink) return
        event.preventDefault()
        onLink(url)
      }}
    >
      <Blocks nodes={node.content} />
    </a>
  )
}

const Span = ({ type, children }: { type: string; children: ReactNode }) => {
  switch (type) {
    case 'strong':
      return <strong>{children}</strong>
    case 'em':
      return <em>{children}</em>
    case 'underline':
      return <u>{children}</u>
    case 'strikethrough':
      return <s>{children}</s>
    case 'subtext':
      return <small className="dm-subtext">{children}</small>
    case 'blockQuote':
      return <blockquote className="dm-quote">{children}</blockquote>
    default:
      return <Spoiler>{children}</Spoiler>
  }
}

const Node = ({ node }: { node: MarkdownNode }) => {
  switch (node.type) {
    case 'text':
      return node.content
    case 'break':
      return '\n'
    case 'heading':
      return <Heading node={node} />
    case 'list':
      return <List node={node} />
    case 'inlineCode':
      return <code className="dm-code">{node.content}</code>
    case 'codeBlock':
      return <CodeBlock node={node} />
    case 'link':
      return <Link node={node} />
    case 'user':
      return <UserMention id={node.id} />
    case 'role':
      return <RoleMention id={node.id} />
    case 'channel':
      return <ChannelMention id={node.id} />
    case 'everyone':
    case 'here':
      return <Mention>@{node.type}</Mention>
    case 'emoji':
      return <Emoji emoji={node} />
    case 'unicodeEmoji':
      return <Emoji emoji={{ name: node.name }} />
    case 'timestamp':
      return <Timestamp node={node} />
    case 'command':
      return <CommandMention id={node.id} name={node.name} />
    case 'navigation':
      return <NavigationMention target={node.target} />
    default:
      return (
        <Span type={node.type}>
          <Blocks nodes={node.content} />
        </Span>
      )
  }
}

export const Blocks = ({ nodes }: { nodes: readonly MarkdownNode[] }) =>
  keyed(nodes).map(({ key, item }) => <Node key={key} node={item} />)
