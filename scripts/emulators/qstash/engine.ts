import { randomUUID } from 'node:crypto'
import type { LocalClock } from '../../local/clock.ts'
import { type AttemptResult, attempt } from './delivery.ts'
import type { FaultSource } from './faults.ts'
import { eligible, fireSchedules, nextDue } from './order.ts'
import { planAfter, resultCallback } from './outcome.ts'
import type { Message, MessageSettings, QstashEvent, QstashState } from './state.ts'

export type EngineOptions = { state: QstashState; clock: LocalClock; faults: FaultSource; signingKey: string }
export type Engine = {
  /** Queues a message and returns its id. */
  add(settings: MessageSettings, notBefore: number): string
  /** Removes a message that is not yet delivered; false when there is none. */
  cancel(messageId: string): boolean
  /** Delivers what is due now, including what that leads to, and waits for the answers. */
  settle(): Promise<void>
  /** The next moment after now at which something is due (ms of the local clock); null when nothing waits. */
  nextDue(): number | null
  /** Looks again at what is due, after a change from outside. */
  pump(): void
  stop(): void
}

type Run = EngineOptions & {
  inFlight: Map<string, Message>
  waiting: (() => void)[]
  timer: NodeJS.Timeout | null
  stopped: boolean
}

const maxInFlight = 32
const maxTimerMs = 2 ** 31 - 1

/** Delivers messages when they are due by the local clock: real timers while it runs, at once when it is moved. */
export function createEngine(options: EngineOptions): Engine {
  const run: Run = { ...options, inFlight: new Map(), waiting: [], timer: null, stopped: false }
  const removeListener = run.clock.onAdvance(() => pump(run))
  return {
    add: (settings, notBefore) => add(run, settings, notBefore),
    cancel: (messageId) => cancel(run, messageId),
    pump: () => pump(run),
    nextDue: () => nextDue(run.state, run.clock.now()),
    settle: () =>
      new Promise((resolve) => {
        run.waiting.push(resolve)
        pump(run)
      }),
    stop() {
      run.stopped = true
      removeListener()
      if (run.timer !== null) clearTimeout(run.timer)
      wakeWaiting(run)
      run.state.flush()
    },
  }
}

function add(run: Run, settings: MessageSettings, notBefore: number): string {
  const messageId = `msg_${randomUUID().replaceAll('-', '')}`
  const message = { ...settings, messageId, createdAt: run.clock.now(), notBefore, retried: 0 }
  run.state.messages.set(messageId, message)
  run.state.changed()
  record(run, message, { state: 'CREATED' })
  pump(run)
  return messageId
}

function cancel(run: Run, messageId: string): boolean {
  const message = run.state.messages.get(messageId)
  if (message === undefined) return false
  run.state.messages.delete(messageId)
  run.state.changed()
  record(run, message, { state: 'CANCELED' })
  pump(run)
  return true
}

/** Starts what may start, wakes those who wait for quiet, and sets the timer for the next due moment. */
function pump(run: Run): void {
  if (run.stopped) return
  const { state, clock, faults, inFlight } = run
  if (!faults.faults().down) {
    fireSchedules(state, clock.now(), (settings, notBefore) => add(run, settings, notBefore))
    const due = eligible(state, clock.now(), inFlight)
    for (const message of faults.faults().reorder ? faults.shuffle(due) : due) {
      if (inFlight.size >= maxInFlight) break
      void deliver(run, message)
    }
  }
  if (inFlight.size === 0) wakeWaiting(run)
  if (run.timer !== null) clearTimeout(run.timer)
  const next = faults.faults().down ? null : nextDue(state, clock.now())
  run.timer = next === null ? null : setTimeout(pump, Math.min(maxTimerMs, next - clock.now()), run)
}

function wakeWaiting(run: Run): void {
  for (const wake of run.waiting.splice(0)) wake()
}

async function deliver(run: Run, message: Message): Promise<void> {
  const { state, inFlight } = run
  inFlight.set(message.messageId, message)
  record(run, message, { state: 'ACTIVE' })
  const result = await send(run, message)
  // It may have been cancelled meanwhile.
  if (!run.stopped && state.messages.has(message.messageId)) {
    if (result === null) state.messages.delete(message.messageId)
    else conclude(run, message, result)
  }
  inFlight.delete(message.messageId)
  state.changed()
  pump(run)
}

/** One attempt, with the injected faults: lost on the way (null) or sent twice. */
async function send({ state, clock, faults, signingKey }: Run, message: Message): Promise<AttemptResult | null> {
  const { duplicate, drop } = faults.faults()
  if (faults.chance(drop)) {
    state.stats.dropped += 1
    return null
  }
  const copies = faults.chance(duplicate) ? 2 : 1
  state.stats.attempts += copies
  state.stats.duplicated += copies - 1
  const results = await Promise.all(Array.from({ length: copies }, () => attempt(message, clock, signingKey)))
  return results[0] ?? null
}

/** Retries, ends or gives up a message after an attempt, with the callbacks it asked for. */
function conclude(run: Run, message: Message, result: AttemptResult): void {
  const { state, clock } = run
  const error = result.error ?? `HTTP ${result.status}`
  const plan = planAfter(message, result, clock.now())
  if (plan.kind === 'retry') {
    state.messages.set(message.messageId, { ...message, retried: message.retried + 1, notBefore: plan.at })
    record(run, message, { state: 'RETRY', error, nextDeliveryTime: plan.at })
    return
  }
  state.messages.delete(message.messageId)
  if (plan.kind === 'failed') {
    giveUp(run, message, result)
    return
  }
  state.stats.delivered += 1
  record(run, message, { state: 'DELIVERED' })
  if (message.callback === null) return
  add(run, resultCallback({ message, result, url: message.callback, dlqId: null }), clock.now())
}

function giveUp(run: Run, message: Message, result: AttemptResult): void {
  const dlqId = `dlq_${randomUUID()}`
  const { status: responseStatus, header: responseHeader } = result
  run.state.dlq.set(dlqId, { ...message, dlqId, responseStatus, responseHeader, responseBody: result.body.toString() })
  run.state.stats.failed += 1
  record(run, message, { state: 'FAILED', error: result.error ?? `HTTP ${result.status}` })
  if (message.failureCallback === null) return
  add(run, resultCallback({ message, result, url: message.failureCallback, dlqId }), run.clock.now())
}

function record(run: Run, message: Message, event: Partial<QstashEvent> & Pick<QstashEvent, 'state'>): void {
  const { messageId, url, scheduleId } = message
  run.state.record({ time: run.clock.now(), messageId, url, scheduleId, ...event })
}
