import type { World } from '../world/types.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const canMention = (message: Record<string, unknown>): boolean =>
  (typeof message['content'] === 'string' && message['content'] !== '') ||
  (Array.isArray(message['components']) && message['components'].length > 0)

const textWrites: ReadonlySet<string> = new Set([
  'POST /channels/{channel_id}/messages',
  'PATCH /channels/{channel_id}/messages/{message_id}',
  'POST /webhooks/{webhook_id}/{webhook_token}',
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original',
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}',
  'POST /interactions/{interaction_id}/{interaction_token}/callback',
])

const writtenMessage = (body: unknown): Record<string, unknown> | null => {
  if (!isRecord(body)) return null
  const { data, type } = body
  if (typeof type !== 'number') return body
  return (type === 4 || type === 7) && isRecord(data) ? data : null
}

/**
 * Guildhall's own rule: text that can mention somebody is sent with an explicit `allowed_mentions`, because Discord's
 * default for bot messages pings everybody the text names. Returns words, or null when the request keeps the rule.
 */
export const missingAllowedMentions = (world: World, operation: string, body: unknown): string | null => {
  if (!world.rules.explicitAllowedMentions || !textWrites.has(operation)) return null
  const message = writtenMessage(body)
  if (!message || !canMention(message) || message['allowed_mentions'] !== undefined) return null
  return `${operation} carries text but no allowed_mentions (house rule explicitAllowedMentions)`
}
