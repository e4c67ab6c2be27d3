/** What the emulator refused, in its words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Guarantee: the emulator serves this page and both are built together, so an answer has the type its route has. */
const answerOf = <T>(value: unknown): T => value as T

const refusalOf = (status: number, body: unknown): RefusedError => {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error)
    return new RefusedError(String(error.code), String(error.message))
  return new RefusedError('http', `The emulator answered HTTP ${status}.`)
}

const unreachable = 'The emulator cannot be reached. Is it still running?'

/** Calls `/emulator/<path>`. Throws `RefusedError` where a client would refuse, or when nobody answers. */
export const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`/emulator/${path}`, { method, ...init }).catch(() => {
    throw new RefusedError('unreachable', unreachable)
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw refusalOf(response.status, answer)
  return answerOf<T>(answer)
}

/** `?a=1&b=2` of what is given; empty when nothing is. */
export const query = (parameters: Record<string, string | number | null | undefined>): string => {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
