import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { LocalClock } from '../../local/clock.ts'
import { addAdminRoutes } from './app-admin.ts'
import { addScheduleRoutes } from './app-schedules.ts'
import type { Engine } from './engine.ts'
import { type FaultSource, qstashFaultsSchema } from './faults.ts'
import { PublishError, type PublishRequest, readPublishRequest } from './request.ts'
import type { QstashState } from './state.ts'

export type QstashKeys = { token: string; currentSigningKey: string; nextSigningKey: string }
export type QstashDeps = {
  state: QstashState
  engine: Engine
  clock: LocalClock
  faults: FaultSource
  keys: QstashKeys
}

const dedupWindowMs = 10 * 60 * 1000
const batchSchema = z.array(
  z.object({
    destination: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(''),
    queue: z.string().optional(),
  }),
)

/** QStash's REST API v2 (docs: qstash/api) without URL groups, workflows and LLM calls; and `GET|POST /faults`, `GET /stats`. */
export function createQstashApp(deps: QstashDeps): Hono {
  const { state, engine, faults, keys } = deps
  const app = new Hono()
  app.get('/stats', (c) => c.json(state.stats))
  app.get('/faults', (c) => c.json(faults.faults()))
  app.post('/faults', async (c) => {
    const parsed = qstashFaultsSchema.safeParse(await c.req.json().catch(() => null))
    if (!parsed.success) return c.json({ error: z.prettifyError(parsed.error) }, 400)
    faults.set(parsed.data)
    engine.pump()
    return c.json(faults.faults())
  })
  app.use('/v2/*', async (c, next) => {
    if (faults.faults().down) {
      state.stats.refused += 1
      return c.json({ error: 'injected fault: QStash is not available' }, 503)
    }
    if (c.req.header('authorization') !== `Bearer ${keys.token}`) {
      return c.json({ error: 'invalid user token: the bearer token is wrong or missing' }, 401)
    }
    return next()
  })
  app.onError((error, c) => {
    if (error instanceof PublishError) return c.json({ error: error.message }, error.status)
    throw error
  })
  addPublishRoutes(app, deps)
  addScheduleRoutes(app, deps)
  addAdminRoutes(app, deps)
  app.notFound((c) => c.json({ error: `the QStash emulator has no ${c.req.method} ${c.req.path}` }, 404))
  return app
}

/** The part of the raw URL after `prefix`: QStash takes the destination unescaped, query included. */
export function destinationAfter(c: Context, prefix: string): string {
  const raw = c.req.url
  const rest = raw.slice(raw.indexOf(prefix) + prefix.length)
  return /^https?%3A/i.test(rest) ? decodeURIComponent(rest) : rest
}

function addPublishRoutes(app: Hono, deps: QstashDeps): void {
  const { clock } = deps
  app.post('/v2/publish/*', async (c) => {
    const destination = destinationAfter(c, '/v2/publish/')
    const body = new Uint8Array(await c.req.arrayBuffer())
    const answer = publish(
      deps,
      readPublishRequest({ destination, headers: c.req.raw.headers, body, now: clock.now() }),
    )
    return c.json(answer, answer.deduplicated ? 202 : 201)
  })
  app.post('/v2/enqueue/:queue/*', async (c) => {
    const queue = c.req.param('queue')
    const destination = destinationAfter(c, `/v2/enqueue/${encodeURIComponent(queue)}/`)
    const body = new Uint8Array(await c.req.arrayBuffer())
    const input = { destination, headers: c.req.raw.headers, body, now: clock.now(), queue }
    const answer = publish(deps, readPublishRequest(input))
    return c.json(answer, answer.deduplicated ? 202 : 201)
  })
  app.post('/v2/batch', async (c) => {
    const batch = batchSchema.safeParse(await c.req.json().catch(() => null))
    if (!batch.success) return c.json({ error: `invalid batch: ${z.prettifyError(batch.error)}` }, 400)
    const requests = batch.data.map(({ destination, headers, body, queue }) =>
      readPublishRequest({
        destination,
        headers: new Headers(headers),
        body: new TextEncoder().encode(body),
        now: clock.now(),
        queue: queue ?? null,
      }),
    )
    return c.json(requests.map((request) => publish(deps, request)))
  })
}

type PublishAnswer = { messageId: string; url: string; deduplicated?: true }

function publish({ state, engine, clock }: QstashDeps, request: PublishRequest): PublishAnswer {
  const { settings, notBefore, deduplicationId } = request
  const earlier = deduplicationId === null ? undefined : state.dedup.get(deduplicationId)
  if (earlier !== undefined && earlier.until > clock.now()) {
    state.stats.deduplicated += 1
    return { messageId: earlier.messageId, url: settings.url, deduplicated: true }
  }
  state.stats.published += 1
  const messageId = engine.add(settings, notBefore)
  if (deduplicationId !== null) rememberDeduplication(state, deduplicationId, { messageId, now: clock.now() })
  return { messageId, url: settings.url }
}

function rememberDeduplication(
  state: QstashState,
  id: string,
  { messageId, now }: { messageId: string; now: number },
): void {
  // Deleting first keeps the map in order of age, so that the expired entries are always its first ones.
  state.dedup.delete(id)
  for (const [key, { until }] of state.dedup) {
    if (until > now) break
    state.dedup.delete(key)
  }
  state.dedup.set(id, { messageId, until: now + dedupWindowMs })
  state.changed()
}
