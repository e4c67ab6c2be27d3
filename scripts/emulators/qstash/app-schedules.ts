import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { destinationAfter, type QstashDeps } from './app.ts'
import { nextCronTime } from './order.ts'
import { durationMs, PublishError, readPublishRequest } from './request.ts'
import type { Schedule } from './state.ts'

/** Schedules (docs: qstash/api/schedules): create or replace, list, get, delete, pause, resume. */
export function addScheduleRoutes(app: Hono, { state, engine, clock }: QstashDeps): void {
  app.post('/v2/schedules/*', async (c) => {
    const { headers } = c.req.raw
    const body = new Uint8Array(await c.req.arrayBuffer())
    const destination = destinationAfter(c, '/v2/schedules/')
    const { settings } = readPublishRequest({ destination, headers, body, now: clock.now() })
    const cron = headers.get('upstash-cron')
    const scheduleId = headers.get('upstash-schedule-id') ?? `scd_${randomUUID().replaceAll('-', '')}`
    const delay = headers.get('upstash-delay')
    state.schedules.set(scheduleId, {
      scheduleId,
      cron: cron ?? '',
      createdAt: clock.now(),
      isPaused: false,
      delayMs: delay === null ? 0 : durationMs(delay, 'Upstash-Delay'),
      next: firstRun(cron, clock.now()),
      lastScheduleTime: null,
      settings: { ...settings, scheduleId },
    })
    state.changed()
    engine.pump()
    return c.json({ scheduleId }, 201)
  })
  app.get('/v2/schedules', (c) => c.json([...state.schedules.values()].map(present)))
  app.get('/v2/schedules/:id', (c) => {
    const schedule = state.schedules.get(c.req.param('id'))
    return schedule === undefined ? c.json(missing(c.req.param('id')), 404) : c.json(present(schedule))
  })
  app.delete('/v2/schedules/:id', (c) => {
    if (!state.schedules.delete(c.req.param('id'))) return c.json(missing(c.req.param('id')), 404)
    state.changed()
    return c.body(null, 200)
  })
  app.patch('/v2/schedules/:id/:action{pause|resume}', (c) => {
    const schedule = state.schedules.get(c.req.param('id'))
    if (schedule === undefined) return c.json(missing(c.req.param('id')), 404)
    const isPaused = c.req.param('action') === 'pause'
    state.schedules.set(schedule.scheduleId, { ...schedule, isPaused, next: nextCronTime(schedule.cron, clock.now()) })
    state.changed()
    engine.pump()
    return c.body(null, 200)
  })
}

function firstRun(cron: string | null, now: number): number | null {
  if (cron === null) throw new PublishError('Upstash-Cron header is missing')
  try {
    return nextCronTime(cron, now)
  } catch (error) {
    throw new PublishError(`invalid Upstash-Cron "${cron}": ${error instanceof Error ? error.message : error}`)
  }
}

function missing(id: string): { error: string } {
  return { error: `schedule ${id} not found` }
}

function present(schedule: Schedule): Record<string, unknown> {
  const { scheduleId, cron, createdAt, isPaused, settings, next, lastScheduleTime, delayMs } = schedule
  return {
    scheduleId,
    cron,
    createdAt,
    isPaused,
    destination: settings.url,
    method: settings.method,
    header: Object.fromEntries(Object.entries(settings.header).map(([name, value]) => [name, [value]])),
    body: Buffer.from(settings.bodyBase64, 'base64').toString(),
    retries: settings.maxRetries,
    delay: delayMs / 1000,
    callback: settings.callback ?? undefined,
    failureCallback: settings.failureCallback ?? undefined,
    queueName: settings.queueName ?? undefined,
    nextScheduleTime: next ?? undefined,
    lastScheduleTime: lastScheduleTime ?? undefined,
  }
}
