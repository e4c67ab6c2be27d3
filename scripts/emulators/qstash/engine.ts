import { randomUUID } from 'node:crypto'
import type { LocalClock } from '../../local/clock.ts'
import { type AttemptResult, attempt } from './delivery.ts'
import type { FaultSource } from './faults.ts'
import { eligible, fireSchedules, nextDue } from './order.ts'
import { type AttemptPlan, planAfter, resultCallback } from './outcome.ts'
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

const maxInFlight = 32
const maxTimerMs = 2 ** 31 - 1

/** Delivers messages when they are due by the local clock: real timers while it runs, at once when it is moved. */
export function createEngine({ state, clock, faults, signingKey }: EngineOptions): Engine {
  const inFlight = new Map<string, Message>()
  let waiting: (() => void)[] = []
  let timer: NodeJS.Timeout | null = null
  let stopped = false

  const record = (kind: QstashEvent['state'], message: Message, extra: Partial<QstashEvent> = {}) => {
    const { messageId, url, scheduleId } = message
    state.record({ time: clock.now(), state: kind, messageId, url, scheduleId, ...extra })
  }
  const add = (settings: MessageSettings, notBefore: number) => {
    const messageId = `msg_${randomUUID().replaceAll('-', '')}`
    const message = { ...settings, messageId, createdAt: clock.now(), notBefore, retried: 0 }
    state.messages.set(messageId, message)
    state.changed()
    record('CREATED', message)
    pump()
    return messageId
  }
  const pump = () => {
    if (stopped) return
    if (!faults.faults().down) {
      fireSchedules(state, clock.now(), add)
      const due = eligible(state, clock.now(), inFlight)
      for (const message of faults.faults().reorder ? faults.shuffle(due) : due) {
        if (inFlight.size >= maxInFlight) break
        void deliver(message)
      }
    }
    if (isIdle()) {
      for (const wake of waiting) wake()
      waiting = []
    }
    arm()
  }
  const isIdle = () =>
    inFlight.size === 0 && (faults.faults().down || eligible(state, clock.now(), inFlight).length === 0)
  const arm = () => {
    if (timer !== null) clearTimeout(timer)
    const due = stopped || faults.faults().down ? null : nextDue(state, clock.now())
    timer = due === null ? null : setTimeout(pump, Math.min(maxTimerMs, due - clock.now()))
  }
  const deliver = async (message: Message) => {
    inFlight.set(message.messageId, message)
    record('ACTIVE', message)
    const { duplicate, drop } = faults.faults()
    const isDropped = faults.chance(drop)
    const copies = faults.chance(duplicate) ? 2 : 1
    if (isDropped) state.stats.dropped += 1
    else {
      state.stats.attempts += copies
      state.stats.duplicated += copies - 1
      const sent = Array.from({ length: copies }, () => attempt(message, clock, signingKey))
      const [result] = await Promise.all(sent)
      if (result) settleAttempt(message, result)
    }
    if (isDropped) state.messages.delete(message.messageId)
    inFlight.delete(message.messageId)
    state.changed()
    pump()
  }
  const settleAttempt = (message: Message, result: AttemptResult) => {
    if (stopped || !state.messages.has(message.messageId)) return
    apply(planAfter(message, result, clock.now()), message, result)
  }
  const apply = (plan: AttemptPlan, message: Message, result: AttemptResult) => {
    const error = result.error ?? `HTTP ${result.status}`
    if (plan.kind === 'retry') {
      state.messages.set(message.messageId, { ...message, retried: message.retried + 1, notBefore: plan.at })
      return record('RETRY', message, { error, nextDeliveryTime: plan.at })
    }
    state.messages.delete(message.messageId)
    if (plan.kind === 'delivered') {
      state.stats.delivered += 1
      record('DELIVERED', message)
      if (message.callback !== null)
        add(resultCallback({ message, result, url: message.callback, dlqId: null }), clock.now())
      return
    }
    const dlqId = `dlq_${randomUUID()}`
    const { status: responseStatus, header: responseHeader } = result
    state.dlq.set(dlqId, { ...message, dlqId, responseStatus, responseHeader, responseBody: result.body.toString() })
    state.stats.failed += 1
    record('FAILED', message, { error })
    if (message.failureCallback !== null) {
      add(resultCallback({ message, result, url: message.failureCallback, dlqId }), clock.now())
    }
  }

  const removeListener = clock.onAdvance(pump)
  return {
    add,
    pump,
    cancel(messageId) {
      const message = state.messages.get(messageId)
      if (message === undefined) return false
      state.messages.delete(messageId)
      record('CANCELED', message)
      state.changed()
      pump()
      return true
    },
    settle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        pump()
      }),
    nextDue: () => nextDue(state, clock.now()),
    stop() {
      stopped = true
      removeListener()
      if (timer !== null) clearTimeout(timer)
      for (const wake of waiting) wake()
      state.flush()
    },
  }
}
