import { useRender } from '../context.tsx'
import { formatTimestamp } from '../format.ts'
import { useTick } from '../use-tick.ts'
import type { MarkdownNode } from './node.ts'

/** A time in the reader's words; "2 minutes ago" goes on counting where the page is alive. */
export const Timestamp = ({ node }: { node: Extract<MarkdownNode, { type: 'timestamp' }> }) => {
  const context = useRender()
  const timeMs = node.seconds * 1000
  useTick(node.style === 'R' && context.interactive, Math.abs(timeMs - context.now()))
  const zone = { ...context, nowMs: context.now() }
  const words = formatTimestamp(timeMs, node.style, zone)
  if (words === undefined) return node.source
  return (
    <time className="dm-timestamp" dateTime={new Date(timeMs).toISOString()} title={formatTimestamp(timeMs, 'F', zone)}>
      {words}
    </time>
  )
}
