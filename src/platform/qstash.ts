import { Client, Receiver } from '@upstash/qstash'
import * as z from 'zod'
import type { Alarm, AnnouncedJob } from '../core/alarm.ts'
import type { Log } from '../core/context.ts'

export interface AlarmOptions {
  url: string
  token: string
  /** Where QStash calls back. */
  jobsUrl: string
  log: Log
  timeoutMs?: number
}

/** QStash's free plan keeps no message longer than this; later jobs are found by the sweeper when they are due. */
const LONGEST_DELAY_MS = 7 * 24 * 3_600_000
const MESSAGES_PER_BATCH = 100
const DELIVERY_RETRIES = 3
const CLOCK_TOLERANCE_SECONDS = 5

/**
 * One QStash message per job, due at its `runAt` (never earlier). Its signed body names the job, because the message id
 * travels unsigned; the deduplication id makes announcing a start twice harmless. Failures are logged, not thrown.
 */
export function createAlarm({ url, token, jobsUrl, log, timeoutMs = 3000 }: AlarmOptions): Alarm {
  const client = new Client({ baseUrl: url, token, retry: { retries: 0 }, enableTelemetry: false, devMode: false })

  const message = ({ id, kind, key, runAt, attempts }: AnnouncedJob, now: Date) => ({
    url: jobsUrl,
    body: { id, kind, key },
    delay: Math.max(0, Math.ceil((runAt.getTime() - now.getTime()) / 1000)),
    deduplicationId: `${id}-${attempts}`,
    retries: DELIVERY_RETRIES,
  })

  return {
    async schedule(jobs, now) {
      const near = jobs.filter((job) => job.runAt.getTime() - now.getTime() <= LONGEST_DELAY_MS)
      try {
        for (let from = 0; from < near.length; from += MESSAGES_PER_BATCH) {
          const batch = near.slice(from, from + MESSAGES_PER_BATCH).map((job) => message(job, now))
          await withTimeout(client.batchJSON(batch), timeoutMs)
        }
      } catch (error) {
        log.warn('qstash did not take the alarms; the sweeper will run these jobs', { jobs: near.length, error })
      }
    },
  }
}

async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export interface VerifierOptions {
  currentKey: string
  nextKey: string
  /** The exact address QStash was told: a signature for another route does not count. */
  jobsUrl: string
}

/** Whether QStash signed exactly this body for our route, within 5 s of its validity. Never throws. */
export type CallbackVerifier = (signature: string, rawBody: string, now?: Date) => Promise<boolean>

/**
 * QStash docs: howto/signature. It does not stop replays: the job's own row does.
 * The official receiver only knows the machine's clock; a shifted local clock is let through it by tolerance, then checked here.
 */
export function createCallbackVerifier({ currentKey, nextKey, jobsUrl }: VerifierOptions): CallbackVerifier {
  const receiver = new Receiver({ currentSigningKey: currentKey, nextSigningKey: nextKey })
  return async (signature, rawBody, now = new Date()) => {
    const shift = Math.ceil(Math.abs(now.getTime() - Date.now()) / 1000)
    const isShifted = shift > 1
    const clockTolerance = CLOCK_TOLERANCE_SECONDS + (isShifted ? shift : 0)
    try {
      await receiver.verify({ signature, body: rawBody, url: jobsUrl, clockTolerance })
      return !isShifted || isCurrent(signature, now)
    } catch {
      return false
    }
  }
}

const claimsSchema = z.object({ nbf: z.number(), exp: z.number() })

function isCurrent(token: string, now: Date): boolean {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''
  const { nbf, exp } = claimsSchema.parse(JSON.parse(atob(payload)))
  const seconds = now.getTime() / 1000
  return nbf - CLOCK_TOLERANCE_SECONDS <= seconds && seconds <= exp + CLOCK_TOLERANCE_SECONDS
}
