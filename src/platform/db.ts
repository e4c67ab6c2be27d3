import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import type { Log } from '../core/context.ts'
import type { Database, Statement, TransactionOptions } from '../core/db.ts'
import { AppError } from '../core/errors.ts'
import { constraintOf, sqlState } from '../core/sql-error.ts'
import { defineTexts } from '../core/text.ts'

export interface DatabaseOptions {
  databaseUrl: string
  systemUrl: string
  /** Where Neon's SQL-over-HTTP endpoint is, when it is not Neon itself. Holds for the whole isolate. */
  fetchEndpoint?: string
  /** For a whole transaction, retries included. */
  timeoutMs?: number
  log: Log
}

const MAX_RETRIES = 3
const IMPATIENT_TIMEOUT_MS = 400
const IMPATIENT_FOR_MS = 5000
const SERIALIZATION_FAILURES = new Set(['40001', '40P01'])
const STATEMENT_TIMEOUT = '57014'
/** U+0000 in a text, or in a text inside JSON. */
const UNSTORABLE = new Set(['22021', '22P05'])
/** Connection exceptions, too many connections, shutdown and start-up (Postgres docs: Appendix A). */
const NOT_THERE = /^(?:08...|53300|57P0[1-3])$/

const texts = defineTexts({
  en: {
    unreachable: 'The database cannot be reached. Nothing was changed. Please try again in a moment.',
    tooSlow: 'The database took too long. Nothing was changed. Please try again in a moment.',
    answerLost:
      'Your change was saved, but the connection to the database broke before its answer. Look at the result.',
    unstorable: 'The text contains a character that cannot be stored. Remove it and try again.',
    noAnswer: 'The database did not answer in time. Look whether the change happened before you try again.',
  },
  de: {
    unreachable: 'Die Datenbank ist nicht erreichbar. Es wurde nichts geändert. Bitte versuche es gleich noch einmal.',
    tooSlow: 'Die Datenbank hat zu lange gebraucht. Es wurde nichts geändert. Bitte versuche es gleich noch einmal.',
    answerLost:
      'Deine Änderung wurde gespeichert, aber die Verbindung zur Datenbank brach vor der Antwort ab. Sieh dir das Ergebnis an.',
    unstorable:
      'Der Text enthält ein Zeichen, das nicht gespeichert werden kann. Entferne es und versuche es noch einmal.',
    noAnswer:
      'Die Datenbank hat nicht rechtzeitig geantwortet. Sieh nach, ob die Änderung geschehen ist, bevor du es noch einmal versuchst.',
  },
  fr: {
    unreachable: "La base de données est injoignable. Rien n'a été modifié. Réessaie dans un instant.",
    tooSlow: "La base de données a mis trop de temps. Rien n'a été modifié. Réessaie dans un instant.",
    answerLost:
      "Ta modification est enregistrée, mais la connexion à la base de données s'est coupée avant la réponse. Vérifie le résultat.",
    unstorable: 'Le texte contient un caractère qui ne peut pas être enregistré. Retire-le et réessaie.',
    noAnswer: "La base de données n'a pas répondu à temps. Vérifie si la modification a eu lieu avant de réessayer.",
  },
})

/**
 * Postgres over Neon's HTTP protocol: one request is one transaction, and nothing is shared between requests.
 * Throws `AppError('unavailable')` when nothing was changed, `AppError('uncertain')` when nobody can know;
 * every other error of Postgres comes through as it is, for `sqlState` and `constraintOf`.
 */
export function createDatabase(options: DatabaseOptions): Database {
  const { databaseUrl, systemUrl, fetchEndpoint, timeoutMs = 1800, log } = options
  if (fetchEndpoint !== undefined) neonConfig.fetchEndpoint = fetchEndpoint
  const urls = { app: databaseUrl, system: systemUrl }
  const patience = createPatience(timeoutMs)
  return {
    sql: drizzle.mock(),
    async transaction(role, statements, { replay, origin } = {}) {
      const signal = AbortSignal.timeout(patience.ms())
      let lost = false
      for (let retry = 0; ; retry += 1) {
        try {
          const results = await send(origin === undefined ? urls[role] : named(urls[role], origin), statements, signal)
          patience.note('answered')
          return results
        } catch (error) {
          const failure = classify(error)
          patience.note(failure === 'late' ? 'unanswered' : 'answered')
          const again = failure === 'serialization' || (failure === 'lost' && replay !== undefined)
          lost ||= failure === 'lost'
          if (!again || retry === MAX_RETRIES || signal.aborted) throw translate(failure, { error, replay, lost, log })
          await pause(backoffMs(retry))
        }
      }
    },
  }
}

/** A command can need several transactions: once one went unanswered, the next wait less, so that the person is told in time. */
function createPatience(timeoutMs: number) {
  let unansweredAt = Number.NEGATIVE_INFINITY
  let answeredAt = Number.NEGATIVE_INFINITY
  return {
    ms(): number {
      return Date.now() - unansweredAt < IMPATIENT_FOR_MS ? Math.min(timeoutMs, IMPATIENT_TIMEOUT_MS) : timeoutMs
    },
    note(outcome: 'answered' | 'unanswered'): void {
      const now = Date.now()
      if (outcome === 'answered') {
        answeredAt = now
        unansweredAt = Number.NEGATIVE_INFINITY
        // One that was late while others were answered is a rush, not an outage.
      } else if (now - answeredAt >= timeoutMs) unansweredAt = now
    },
  }
}

function named(url: string, application: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}application_name=${application}`
}

/** Builders prepare themselves anew for each batch, so the same statements can be sent again. */
async function send(url: string, statements: readonly Statement[], signal: AbortSignal): Promise<unknown[]> {
  const [first, ...rest] = statements
  if (first === undefined) return []
  const session = drizzle(neon(url, { fetchOptions: { signal }, disableWarningInBrowsers: true }))
  return session.batch([first, ...rest])
}

type Failure = 'serialization' | 'lost' | 'late' | 'down' | 'slow' | 'unstorable' | 'statement'

/** `lost`: the connection broke. workerd words a refused connection and one cut after the request alike. */
function classify(error: unknown): Failure {
  const state = sqlState(error)
  if (state !== undefined) {
    if (SERIALIZATION_FAILURES.has(state)) return 'serialization'
    if (state === STATEMENT_TIMEOUT) return 'slow'
    if (UNSTORABLE.has(state)) return 'unstorable'
    return NOT_THERE.test(state) ? 'down' : 'statement'
  }
  if (!(error instanceof Error)) return 'statement'
  if (error instanceof NeonDbError) {
    if (error.sourceError !== undefined) return beforeAnswer(error.sourceError)
    return error.message.startsWith('Server error (HTTP status') ? 'down' : 'statement'
  }
  return duringAnswer(error)
}

function beforeAnswer(error: Error): Failure {
  if (isTimeout(error)) return 'late'
  return sourceCode(error) === 'ECONNREFUSED' ? 'down' : 'lost'
}

/** The driver does not wrap what goes wrong while it reads the answer; `terminated` is Node's word, the other workerd's. */
function duringAnswer(error: Error): Failure {
  if (isTimeout(error)) return 'late'
  return error instanceof SyntaxError || /^(?:terminated|Network connection lost)/.test(error.message)
    ? 'lost'
    : 'statement'
}

function isTimeout(error: Error): boolean {
  return error.name === 'TimeoutError' || error.name === 'AbortError'
}

function sourceCode(error: Error): unknown {
  return error.cause instanceof Error ? Reflect.get(error.cause, 'code') : undefined
}

interface Circumstances {
  error: unknown
  replay: TransactionOptions['replay']
  /** A connection broke before an answer came. */
  lost: boolean
  log: Log
}

/**
 * Replayed transactions that lost every connection count as not done: had the first one been committed, the database
 * would have had to vanish between its commit and its answer, and to stay away.
 */
function translate(failure: Failure, { error, replay, lost, log }: Circumstances): unknown {
  if (failure === 'statement' || failure === 'serialization') {
    const proof = typeof replay === 'object' ? replay.violates : undefined
    const committedBefore = lost && proof !== undefined && constraintOf(error) === proof
    return committedBefore ? new AppError('uncertain', texts('answerLost'), { cause: error }) : error
  }
  if (failure === 'unstorable') return new AppError('invalid_input', texts('unstorable'), { cause: error })
  log.warn('database failed', { failure, error: error instanceof Error ? error.message : String(error) })
  if (failure === 'slow' || (failure === 'late' && replay === 'harmless')) {
    return new AppError('unavailable', texts('tooSlow'), { cause: error })
  }
  const changedNothing = failure === 'down' || (failure === 'lost' && replay !== undefined) || replay === 'harmless'
  return changedNothing
    ? new AppError('unavailable', texts('unreachable'), { cause: error })
    : new AppError('uncertain', texts('noAnswer'), { cause: error })
}

function backoffMs(retry: number): number {
  return 20 * 2 ** retry * (0.5 + Math.random())
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
