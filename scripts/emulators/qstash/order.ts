import { Cron } from 'croner'
import type { Message, MessageSettings, QstashState, Schedule } from './state.ts'

/** The next time a cron expression fires after `fromMs`; `CRON_TZ=Europe/Berlin 0 9 * * *` names a zone, else UTC. */
export function nextCronTime(expression: string, fromMs: number): number | null {
  const zoned = expression.match(/^(?:CRON_)?TZ=(\S+)\s+(.*)$/)
  const cron = new Cron(zoned?.[2] ?? expression, { timezone: zoned?.[1] ?? 'UTC', paused: true })
  return cron.nextRun(new Date(fromMs))?.getTime() ?? null
}

/** Turns each schedule whose time has come into one message, however many times were missed. */
export function fireSchedules(
  state: QstashState,
  now: number,
  add: (settings: MessageSettings, notBefore: number) => string,
): void {
  for (const schedule of state.schedules.values()) {
    if (!isActive(schedule) || schedule.next > now) continue
    state.schedules.set(schedule.scheduleId, {
      ...schedule,
      lastScheduleTime: now,
      next: nextCronTime(schedule.cron, now),
    })
    add({ ...schedule.settings, scheduleId: schedule.scheduleId }, now + schedule.delayMs)
  }
}

/**
 * Messages that may start now, earliest first. A queue is first in, first out, so it offers only its first message (a
 * waiting retry holds the others back); a flow-control key offers no more than its parallelism.
 */
export function eligible(state: QstashState, now: number, inFlight: Map<string, Message>): Message[] {
  const heads = new Map<string, string>()
  for (const { queueName, messageId } of state.messages.values()) {
    if (queueName !== null && !heads.has(queueName)) heads.set(queueName, messageId)
  }
  const startable = [...state.messages.values()].filter(({ messageId, notBefore, queueName }) => {
    if (notBefore > now || inFlight.has(messageId)) return false
    return queueName === null || heads.get(queueName) === messageId
  })
  const running = countBy(inFlight.values())
  return startable
    .sort((a, b) => a.notBefore - b.notBefore)
    .filter(({ flowControlKey, parallelism }) => {
      if (flowControlKey === null || parallelism === null) return true
      const count = running.get(flowControlKey) ?? 0
      running.set(flowControlKey, count + 1)
      return count < parallelism
    })
}

/** The first moment after `now` at which a message or a schedule is due. */
export function nextDue(state: QstashState, now: number): number | null {
  let next = Number.POSITIVE_INFINITY
  for (const { notBefore } of state.messages.values()) if (notBefore > now && notBefore < next) next = notBefore
  for (const schedule of state.schedules.values()) {
    if (isActive(schedule) && schedule.next > now && schedule.next < next) next = schedule.next
  }
  return Number.isFinite(next) ? next : null
}

function isActive(schedule: Schedule): schedule is Schedule & { next: number } {
  return !schedule.isPaused && schedule.next !== null
}

function countBy(messages: Iterable<Message>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { flowControlKey } of messages) {
    if (flowControlKey !== null) counts.set(flowControlKey, (counts.get(flowControlKey) ?? 0) + 1)
  }
  return counts
}
