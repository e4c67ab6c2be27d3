import type { Log } from '../core/context.ts'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LEVELS)[number]

/** Values behind these names never reach a log line, however deep they lie. */
const SECRET_NAME = /token|secret|authorization|signature|password|key$/i
/** Interaction and webhook tokens travel in paths: `/webhooks/{id}/{token}`, `/interactions/{id}/{token}`. */
const SECRET_PATH = /((?:webhooks|interactions)\/\d{15,21}\/)[\w.-]+/g

function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(SECRET_PATH, '$1***')
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Error) return describeError(value, depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 5) return '…'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  const out: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    out[name] = SECRET_NAME.test(name) && typeof item === 'string' ? '***' : redact(item, depth + 1)
  }
  return out
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error
  return {
    name,
    message: redact(message, depth + 1),
    stack: redact(stack, depth + 1),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  }
}

/** One JSON line per event, with `base` in each; secrets are taken out. Lines below `level` cost nothing. */
export function createLog(level: LogLevel, base: Record<string, unknown> = {}, write = console.log): Log {
  const least = LEVELS.indexOf(level)
  const at = (own: LogLevel) => {
    if (LEVELS.indexOf(own) < least) return () => undefined
    return (message: string, fields: Record<string, unknown> = {}) => {
      write(JSON.stringify(redact({ level: own, message, ...base, ...fields })))
    }
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
