export type LogRing = {
  /** Takes one line of the Worker's output; only JSON lines with a `requestId` are kept. */
  note(line: string): void
  of(requestId: string): string[]
}

const mostRequests = 500
const mostLines = 100
const longestLine = 4_000
const idPattern = /"requestId":"([\w-]{1,64})"/

/** The newest log lines of the Worker by the request they belong to. The ids are the Worker's own words, so no line is parsed. */
export function createLogRing(): LogRing {
  const byRequest = new Map<string, string[]>()
  return {
    note(line) {
      const id = idPattern.exec(line)?.[1]
      if (id === undefined) return
      const lines = byRequest.get(id) ?? []
      if (lines.length < mostLines) lines.push(line.slice(0, longestLine))
      byRequest.delete(id)
      byRequest.set(id, lines)
      const oldest = byRequest.keys().next()
      if (byRequest.size > mostRequests && !oldest.done) byRequest.delete(oldest.value)
    },
    of: (requestId) => [...(byRequest.get(requestId) ?? [])],
  }
}
