/** `GET /emulator/interactions`: one line of the list. */
export interface InteractionLine {
  id: string
  at: string
  name: string
  user: { id: string; name: string }
  guild: { id: string; name: string } | null
  channel: { id: string; name: string | null }
  elapsedMs: number | null
  limitMs: number
  failure: { code: string; message: string } | null
  /** A fault that struck on purpose, in words. */
  fault: string | null
  state: string
  status: number | null
  calls: number
  problems: number
}

export interface RestCall {
  id: number
  at: string
  method: string
  path: string
  query: string
  route: string | null
  body: unknown
  reason: string | null
  status: number
  code: number | null
  elapsedMs: number
  verdict: 'ok' | 'outcome' | 'violation' | 'fault'
  explanation: string | null
  role: 'callback' | 'answer' | 'follow-up' | 'other'
}

export interface DataChange {
  at: string
  operation: 'insert' | 'update' | 'delete'
  table: string
  rows: number | null
  sql: string
  parameters: (string | null)[]
}

/** `GET /emulator/interactions/{id}`. */
export interface InteractionDetail extends Omit<InteractionLine, 'calls' | 'problems' | 'status'> {
  request: { url: string; headers: Record<string, string>; body: string } | null
  response: { status: number; headers: Record<string, string>; body: string } | null
  /** From the interaction to its acknowledgement, on the local clock. */
  acknowledgedMs: number | null
  problems: string[]
  calls: RestCall[]
  /** False where the emulator runs alone and knows neither rows nor log lines. */
  traced: boolean
  changes: DataChange[]
  log: string[]
}
