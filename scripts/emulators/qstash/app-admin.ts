import type { Hono } from 'hono'
import type { QstashDeps } from './app.ts'
import type { DlqEntry, Message } from './state.ts'

const defaultPageSize = 100

/** Messages, dead letters, events and keys (docs: qstash/api/messages, /dlq, /events, /signingKeys). */
export function addAdminRoutes(app: Hono, deps: QstashDeps): void {
  const { state, keys } = deps
  addMessageRoutes(app, deps)
  addDlqRoutes(app, deps)
  app.get('/v2/keys', (c) => c.json({ current: keys.currentSigningKey, next: keys.nextSigningKey }))
  app.get('/v2/events', (c) => {
    const ids = new Set(c.req.queries('messageIds') ?? c.req.queries('messageId') ?? [])
    const kind = c.req.query('state')
    const chosen = state.events.filter(
      (event) => (ids.size === 0 || ids.has(event.messageId)) && (kind === undefined || event.state === kind),
    )
    return c.json(page(chosen.reverse(), c.req.query('count'), c.req.query('cursor'), 'events'))
  })
}

function addMessageRoutes(app: Hono, { state, engine }: QstashDeps): void {
  app.get('/v2/messages/:id', (c) => {
    const message = state.messages.get(c.req.param('id'))
    if (message === undefined) return c.json({ error: `message ${c.req.param('id')} not found` }, 404)
    return c.json(presentMessage(message))
  })
  app.delete('/v2/messages/:id', (c) => {
    if (!engine.cancel(c.req.param('id'))) return c.json({ error: `message ${c.req.param('id')} not found` }, 404)
    return c.json({ cancelled: 1 }, 202)
  })
  app.delete('/v2/messages', (c) => {
    const ids = new Set(c.req.queries('messageIds') ?? [])
    const matches = filterOf(c.req.query())
    const chosen = [...state.messages.values()].filter((message) =>
      ids.size > 0 ? ids.has(message.messageId) : matches(message),
    )
    return c.json({ cancelled: chosen.filter((message) => engine.cancel(message.messageId)).length }, 202)
  })
}

function addDlqRoutes(app: Hono, { state, engine, clock }: QstashDeps): void {
  const choose = (ids: string[], query: Record<string, string>): DlqEntry[] => {
    if (ids.length > 0) return ids.flatMap((id) => state.dlq.get(id) ?? [])
    return [...state.dlq.values()].filter(filterOf(query))
  }
  app.get('/v2/dlq', (c) => {
    const chosen = choose(c.req.queries('dlqIds') ?? [], c.req.query()).map(presentDlq)
    return c.json(page(chosen, c.req.query('count'), c.req.query('cursor'), 'messages'))
  })
  app.delete('/v2/dlq/:id', (c) => {
    if (!state.dlq.delete(c.req.param('id'))) return c.json({ error: `dlq ${c.req.param('id')} not found` }, 404)
    state.changed()
    return c.body(null, 200)
  })
  app.delete('/v2/dlq', (c) => {
    const chosen = choose(c.req.queries('dlqIds') ?? [], c.req.query())
    for (const entry of chosen) state.dlq.delete(entry.dlqId)
    state.changed()
    return c.json({ deleted: chosen.length })
  })
  app.post('/v2/dlq/retry', (c) => {
    const responses = choose(c.req.queries('dlqIds') ?? [], c.req.query()).map((entry) => {
      const {
        dlqId,
        responseStatus,
        responseBody,
        responseHeader,
        messageId,
        createdAt,
        notBefore,
        retried,
        ...settings
      } = entry
      state.dlq.delete(dlqId)
      return { messageId: engine.add(settings, clock.now()), url: settings.url }
    })
    return c.json({ responses })
  })
}

/** Bulk filters name the messages by url, label, queue, flow-control key or schedule; `all=true` names none. */
function filterOf(query: Record<string, string>): (message: Message) => boolean {
  return (message) =>
    (query['url'] === undefined || message.url === query['url']) &&
    (query['label'] === undefined || message.label === query['label']) &&
    (query['queueName'] === undefined || message.queueName === query['queueName']) &&
    (query['flowControlKey'] === undefined || message.flowControlKey === query['flowControlKey']) &&
    (query['scheduleId'] === undefined || message.scheduleId === query['scheduleId'])
}

function page(items: unknown[], count: string | undefined, cursor: string | undefined, name: string): object {
  const start = Number(cursor ?? 0)
  const end = start + Number(count ?? defaultPageSize)
  return { [name]: items.slice(start, end), ...(end < items.length ? { cursor: String(end) } : {}) }
}

function presentMessage(message: Message): Record<string, unknown> {
  const { bodyBase64, header, retryDelay, timeoutMs, ...rest } = message
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  return {
    ...present,
    body: Buffer.from(bodyBase64, 'base64').toString(),
    header: Object.fromEntries(Object.entries(header).map(([name, value]) => [name, [value]])),
    ...(retryDelay === null ? {} : { retryDelayExpression: retryDelay }),
    ...(timeoutMs === null ? {} : { timeout: timeoutMs / 1000 }),
  }
}

function presentDlq(entry: DlqEntry): Record<string, unknown> {
  const { dlqId, responseStatus, responseBody, responseHeader, ...message } = entry
  return { ...presentMessage(message), dlqId, responseStatus, responseBody, responseHeader }
}
