import * as z from 'zod'
import type { SqlResult, SqlStatement } from './sql.ts'

/** One statement that changed rows. */
export const changeSchema = z.object({
  /** ISO 8601, of the machine's clock. */
  at: z.string(),
  operation: z.enum(['insert', 'update', 'delete']),
  table: z.string(),
  /** How many rows; null where the change is a part of a larger statement. */
  rows: z.number().nullable(),
  sql: z.string(),
  /** Values in the order of `$1`, `$2`, …; long ones are cut. */
  parameters: z.array(z.string().nullable()),
})
export type Change = z.infer<typeof changeSchema>

export type ChangeLog = {
  /** Remembers what a committed transaction of that application (a request's id) changed. */
  note(application: string, statements: readonly SqlStatement[], results: readonly SqlResult[]): void
  of(application: string): Change[]
  clear(): void
}

const mostApplications = 500
const mostChanges = 100
const mostParameters = 30
const longestText = 300
const longestSql = 2_000
const verbs = /\b(insert\s+into|update|delete\s+from)\s+(?:only\s+)?((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)/gi

/** What each request changed, for as many requests as fit. Kept apart by the application's name in the connection string. */
export function createChangeLog(): ChangeLog {
  const byApplication = new Map<string, Change[]>()
  return {
    note(application, statements, results) {
      const found = statements.flatMap((statement, index) => changesOf(statement, results[index]))
      if (found.length === 0) return
      const all = [...(byApplication.get(application) ?? []), ...found].slice(0, mostChanges)
      byApplication.delete(application)
      byApplication.set(application, all)
      const oldest = byApplication.keys().next()
      if (byApplication.size > mostApplications && !oldest.done) byApplication.delete(oldest.value)
    },
    of: (application) => byApplication.get(application) ?? [],
    clear: () => byApplication.clear(),
  }
}

/** Statements that found nothing to change are left out. Comments and quoted texts are no SQL. */
export function changesOf({ text, values }: SqlStatement, result: SqlResult | undefined): Change[] {
  const code = text.replace(/--.*$/gm, ' ').replace(/'(?:[^']|'')*'/g, "''")
  const found = [...code.matchAll(verbs)].filter((match) => !isLocking(code, match.index))
  const own = result?.command.toLowerCase()
  return found.flatMap(([, verb = '', table = '']) => {
    const operation = z.enum(['insert', 'update', 'delete']).parse(verb.split(/\s/)[0]?.toLowerCase())
    const rows = own === operation && found.length === 1 ? (result?.rowCount ?? null) : null
    if (rows === 0) return []
    const parameters = values.slice(0, mostParameters).map((value) => value && cut(value, longestText))
    const at = new Date().toISOString()
    return [{ at, operation, table: table.replaceAll('"', ''), rows, sql: cut(text, longestSql), parameters }]
  })
}

/** `for update`, `for no key update` and `on conflict … do update` name no table. */
function isLocking(code: string, index: number): boolean {
  return /\b(?:for|key|do)\s+$/i.test(code.slice(Math.max(0, index - 20), index))
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`
}
