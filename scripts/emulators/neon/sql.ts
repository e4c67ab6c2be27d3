export type SqlStatement = { text: string; values: (string | null)[] }
export type SqlField = {
  name: string
  dataTypeID: number
  tableID: number
  columnID: number
  dataTypeSize: number
  dataTypeModifier: number
  format: 'text'
}
export type SqlResult = {
  command: string
  rowCount: number | null
  fields: SqlField[]
  rows: (string | null)[][]
}
export type TransactionOptions = { role: string; isolation: string | null; readOnly: boolean; deferrable: boolean }

/** Runs statements in one transaction as `options.role`; all values travel as text. */
export type SqlBackend = {
  run(statements: SqlStatement[], options: TransactionOptions): Promise<SqlResult[]>
  close(): Promise<void>
}

const errorKeys = [
  'message',
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

/** The SQL that opens a transaction with Neon's batch options and then steps down to the caller's role. */
export function beginSql({ role, isolation, readOnly, deferrable }: TransactionOptions): string {
  const modes = [isolation && `ISOLATION LEVEL ${isolation}`, readOnly && 'READ ONLY', deferrable && 'DEFERRABLE']
  return `BEGIN ${modes.filter(Boolean).join(' ')}; SET LOCAL ROLE ${quoteIdentifier(role)}`
}

/** `INSERT 0 3` -> command INSERT, 3 rows; `CREATE TABLE` -> command CREATE, no count. */
export function parseCommandTag(tag: string): { command: string; rowCount: number | null } {
  const parts = tag.split(' ')
  const count = Number(parts.at(-1))
  return { command: parts[0] ?? '', rowCount: parts.length > 1 && Number.isInteger(count) ? count : null }
}

/** The JSON body Neon's proxy answers for a failed statement (HTTP 400); null when the error is not Postgres's. */
export function sqlErrorBody(error: unknown): Record<string, string> | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null
  const entries = errorKeys.flatMap((key): [string, string][] => {
    const value = Reflect.get(error, key)
    return value === undefined || value === null ? [] : [[key, String(value)]]
  })
  return Object.fromEntries(entries)
}

/** Postgres text of a JSON parameter, as Neon's proxy converts it: scalars as text, arrays as `{…}`, objects as JSON. */
export function parameterText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return `{${value.map(arrayElement).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function arrayElement(value: unknown): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return `{${value.map(arrayElement).join(',')}}`
  return JSON.stringify(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

/** A name as SQL identifier, whatever characters it has. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
