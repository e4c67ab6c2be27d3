import type { World } from '../world/types.ts'
import type { WebhookEventRecord } from '../world/webhook-event-types.ts'
import { failureWords, postSigned } from './signed-post.ts'

const giveUpMs = 600_000
const firstRetryMs = 1_000
const maxRecords = 1_000
/** Events given up one after the other until the URL is disabled; Discord does not publish its number. */
const failuresUntilDisabled = 5

const disabledByDiscord = 3
const enabled = 2

const whySkipped = (world: World, type: string): string | null => {
  const { eventWebhooksUrl, eventWebhooksStatus, eventWebhooksTypes } = world.application
  if (eventWebhooksUrl === null) return 'the application has no event_webhooks_url'
  if (eventWebhooksStatus === disabledByDiscord) return 'disabled by Discord (status 3) after too many failures'
  if (eventWebhooksStatus !== enabled) return 'event_webhooks_status is not 2 (enabled)'
  return eventWebhooksTypes.some((known) => known === type) ? null : `not subscribed to ${type}`
}

const remember = (world: World, record: WebhookEventRecord): void => {
  const { records } = world.webhookEvents
  records.push(record)
  if (records.length > maxRecords) records.splice(0, records.length - maxRecords)
}

/** Resolves when the local clock, which may be moved forward, has reached that time. Holds no process open. */
const waitUntil = (world: World, time: number): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      if (world.now() < time) return
      clearInterval(timer)
      stop()
      resolve()
    }
    const stop = world.clock.onAdvance(finish)
    const timer = setInterval(finish, Math.max(1, time - world.now()))
    timer.unref()
  })

const attempt = async (world: World, url: string, record: WebhookEventRecord): Promise<boolean> => {
  const start = performance.now()
  const at = new Date(world.now()).toISOString()
  const note = (status: number | null, error: string | null) =>
    record.attempts.push({ at, status, error, elapsedMs: Math.round(performance.now() - start) })
  try {
    const response = await postSigned(world, url, { body: JSON.stringify(record.body), kind: 'webhook' })
    await response.body?.cancel()
    note(response.status, response.ok ? null : `answered ${response.status}, not 204`)
    return response.ok
  } catch (error) {
    note(null, failureWords(error))
    return false
  }
}

const giveUp = (world: World, record: WebhookEventRecord): void => {
  record.state = 'failed'
  record.reason = `not acknowledged within ten minutes and ${record.attempts.length} attempts`
  world.webhookEvents.failuresInARow += 1
  if (world.webhookEvents.failuresInARow >= failuresUntilDisabled) world.application.eventWebhooksStatus = 3
}

/** A reset of the world forgets the record, which ends its delivery. */
const isForgotten = (world: World, record: WebhookEventRecord): boolean => !world.webhookEvents.records.includes(record)

const deliver = async (world: World, url: string, record: WebhookEventRecord): Promise<void> => {
  const start = world.now()
  for (let delay = firstRetryMs; ; delay *= 2) {
    const isDelivered = await attempt(world, url, record)
    if (isForgotten(world, record)) return
    if (isDelivered) {
      record.state = 'delivered'
      world.webhookEvents.failuresInARow = 0
      return
    }
    if (world.now() + delay > start + giveUpMs) return giveUp(world, record)
    await waitUntil(world, world.now() + delay)
    if (isForgotten(world, record)) return
  }
}

/**
 * Posts a webhook event to the application's `event_webhooks_url` when it is enabled and subscribed to; tries again
 * after 1, 2, 4 … s of the local clock for up to ten minutes. The record returned shows how it went.
 * Discord docs: events/webhook-events#responding-to-events.
 */
export const sendWebhookEvent = (world: World, type: string, data: unknown): WebhookEventRecord => {
  const timestamp = new Date(world.now()).toISOString()
  const reason = whySkipped(world, type)
  const record: WebhookEventRecord = {
    id: world.nextNumber(),
    type,
    body: { version: 1, application_id: world.application.id, type: 1, event: { type, timestamp, data } },
    state: reason === null ? 'pending' : 'skipped',
    reason,
    attempts: [],
  }
  remember(world, record)
  const url = world.application.eventWebhooksUrl
  if (reason === null && url !== null) void deliver(world, url, record)
  return record
}
