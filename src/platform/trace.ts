import type { Database } from '../core/db.ts'

/**
 * The id under which the local cloud sent a request. It comes back with every call that the request causes, so that
 * the playground can show them together. Ignored unless the environment says that the clock is local.
 */
export const REQUEST_ID_HEADER = 'x-guildhall-request'

/** An id is a word: it goes into headers, log lines and a connection string. */
const ID = /^[\w-]{1,64}$/

export function givenRequestId(headers: Headers, isLocal: boolean): string | undefined {
  const id = isLocal ? headers.get(REQUEST_ID_HEADER) : null
  return id !== null && ID.test(id) ? id : undefined
}

/** `fetch` that names the request it belongs to. */
export function tracedFetch(requestId: string, send: typeof fetch = (input, init) => fetch(input, init)): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set(REQUEST_ID_HEADER, requestId)
    return send(input, { ...init, headers })
  }
}

/** The database with every transaction marked by the request it belongs to. */
export function tracedDatabase(database: Database, requestId: string): Database {
  return {
    sql: database.sql,
    transaction: (role, statements, options) =>
      database.transaction(role, statements, { ...options, origin: requestId }),
  }
}
