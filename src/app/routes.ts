import { Hono } from 'hono'
import * as z from 'zod'
import { isSameSecret } from '../platform/crypto.ts'
import { createCallbackVerifier } from '../platform/qstash.ts'
import type { Isolate, RequestScope } from './context.ts'
import { checkHealth } from './health.ts'

type HonoEnv = { Bindings: { scope: RequestScope } }

const jobCallSchema = z.object({ id: z.uuid() })

/** What this isolate goes on with after its answers. */
export interface Work {
  underWay(): number
}

/** Everything but interactions: health, the alarm clock's callbacks, and the operator's view of work and of jobs that gave up. */
export function createRoutes(
  isolate: Isolate,
  work: Work,
): (request: Request, scope: RequestScope) => Promise<Response> {
  const { env } = isolate
  const verifyCallback = createCallbackVerifier({
    currentKey: env.QSTASH_CURRENT_SIGNING_KEY,
    nextKey: env.QSTASH_NEXT_SIGNING_KEY,
    jobsUrl: new URL('/jobs', env.PUBLIC_URL).href,
  })
  const app = new Hono<HonoEnv>()

  app.get('/health', async (c) => {
    const health = await checkHealth(isolate, c.env.scope)
    return c.json(health, health.ok ? 200 : 503)
  })

  app.post('/jobs', async (c) => {
    const scope = c.env.scope
    const body = await c.req.text()
    const signature = c.req.header('upstash-signature') ?? ''
    if (!(await verifyCallback(signature, body, scope.clock()))) return c.text('invalid signature', 401)
    const call = jobCallSchema.safeParse(parseJson(body))
    if (!call.success) return c.text('not a job', 400)
    return c.json({ outcome: await isolate.jobRunner(scope).run(call.data.id) })
  })

  app.use('/internal/*', async (c, next) => {
    const given = c.req.header('authorization')?.replace(/^Bearer /, '') ?? ''
    if (!(await isSameSecret(given, env.OPERATOR_TOKEN))) return c.text('operator token needed', 401)
    return next()
  })
  app.get('/internal/work', (c) => c.json({ underWay: work.underWay() }))
  app.get('/internal/jobs/dead', async (c) => c.json({ jobs: await isolate.jobRunner(c.env.scope).deadJobs(100) }))
  app.post('/internal/jobs/:id/retry', async (c) => {
    const isRetried = await isolate.jobRunner(c.env.scope).retryDead(c.req.param('id'))
    return isRetried ? c.json({ retried: true }) : c.text('no dead job with this id', 404)
  })

  app.notFound((c) => c.text('not found', 404))
  app.onError((error) => {
    throw error
  })
  return async (request, scope) => app.fetch(request, { scope })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
