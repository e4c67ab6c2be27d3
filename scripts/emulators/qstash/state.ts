import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'

const settingsSchema = z.object({
  url: z.string(),
  method: z.string(),
  /** Headers the destination receives. */
  header: z.record(z.string(), z.string()),
  bodyBase64: z.string(),
  maxRetries: z.int().min(0),
  retryDelay: z.string().nullable(),
  callback: z.string().nullable(),
  failureCallback: z.string().nullable(),
  timeoutMs: z.number().nullable(),
  label: z.string().nullable(),
  queueName: z.string().nullable(),
  flowControlKey: z.string().nullable(),
  parallelism: z.int().nullable(),
  scheduleId: z.string().nullable(),
})
const messageSchema = settingsSchema.extend({
  messageId: z.string(),
  createdAt: z.number(),
  /** When the next attempt is due, in milliseconds of the local clock. */
  notBefore: z.number(),
  retried: z.int().min(0),
})
const scheduleSchema = z.object({
  scheduleId: z.string(),
  cron: z.string(),
  createdAt: z.number(),
  isPaused: z.boolean(),
  delayMs: z.number(),
  next: z.number().nullable(),
  lastScheduleTime: z.number().nullable(),
  settings: settingsSchema,
})
const dlqEntrySchema = messageSchema.extend({
  dlqId: z.string(),
  responseStatus: z.number(),
  responseBody: z.string(),
  responseHeader: z.record(z.string(), z.array(z.string())),
})
const fileSchema = z.object({
  messages: z.array(messageSchema),
  schedules: z.array(scheduleSchema),
  dlq: z.array(dlqEntrySchema),
  dedup: z.array(z.object({ id: z.string(), messageId: z.string(), until: z.number() })),
})

export type MessageSettings = z.infer<typeof settingsSchema>
export type Message = z.infer<typeof messageSchema>
export type Schedule = z.infer<typeof scheduleSchema>
export type DlqEntry = z.infer<typeof dlqEntrySchema>
export type QstashEvent = {
  time: number
  state: 'CREATED' | 'ACTIVE' | 'DELIVERED' | 'ERROR' | 'RETRY' | 'FAILED' | 'CANCELED'
  messageId: string
  url: string
  scheduleId: string | null
  nextDeliveryTime?: number
  error?: string
}
export type QstashStats = {
  published: number
  deduplicated: number
  refused: number
  attempts: number
  delivered: number
  failed: number
  dropped: number
  duplicated: number
}
export type QstashState = {
  messages: Map<string, Message>
  schedules: Map<string, Schedule>
  dlq: Map<string, DlqEntry>
  dedup: Map<string, { messageId: string; until: number }>
  events: QstashEvent[]
  stats: QstashStats
  /** Tells that something worth keeping has changed. */
  changed(): void
  record(event: QstashEvent): void
  /** Writes what is unsaved at once. */
  flush(): void
}

const saveDelayMs = 50
const eventLimit = 1000

/** Counters at zero. */
export function emptyStats(): QstashStats {
  return { published: 0, deduplicated: 0, refused: 0, attempts: 0, delivered: 0, failed: 0, dropped: 0, duplicated: 0 }
}

/**
 * State in memory, saved to `file` within 50 ms of a change (never when `file` is null). A message is kept until its
 * last attempt is over, so one that was in flight at a crash is delivered again: at least once, as QStash promises.
 */
export function createState(file: string | null): QstashState {
  const saved = readFile(file)
  let timer: NodeJS.Timeout | null = null
  const state: QstashState = {
    messages: new Map(saved.messages.map((message) => [message.messageId, message])),
    schedules: new Map(saved.schedules.map((schedule) => [schedule.scheduleId, schedule])),
    dlq: new Map(saved.dlq.map((entry) => [entry.dlqId, entry])),
    dedup: new Map(saved.dedup.map(({ id, messageId, until }) => [id, { messageId, until }])),
    events: [],
    stats: emptyStats(),
    changed() {
      if (file !== null) timer ??= setTimeout(() => state.flush(), saveDelayMs)
    },
    record(event) {
      state.events.push(event)
      if (state.events.length > eventLimit) state.events.shift()
    },
    flush() {
      if (timer === null || file === null) return
      clearTimeout(timer)
      timer = null
      writeFile(file, state)
    },
  }
  return state
}

function readFile(file: string | null): z.infer<typeof fileSchema> {
  const empty = { messages: [], schedules: [], dlq: [], dedup: [] }
  if (file === null || !existsSync(file)) return empty
  const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(`${file} is not a QStash state file of this version. Delete it (npm run reset) and start again.`)
}

function writeFile(file: string, state: QstashState): void {
  mkdirSync(dirname(file), { recursive: true })
  const content: z.infer<typeof fileSchema> = {
    messages: [...state.messages.values()],
    schedules: [...state.schedules.values()],
    dlq: [...state.dlq.values()],
    dedup: [...state.dedup].map(([id, { messageId, until }]) => ({ id, messageId, until })),
  }
  writeFileSync(`${file}.draft`, JSON.stringify(content))
  renameSync(`${file}.draft`, file)
}
