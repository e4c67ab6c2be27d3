import pg from 'pg'
import { beginSql, type SqlBackend, type SqlField, type SqlResult, type SqlStatement } from './sql.ts'

const poolSize = 10

/** A real Postgres server behind Neon's HTTP protocol. `databaseUrl` names the owner, who steps down per request. */
export async function createPgBackend(databaseUrl: string): Promise<SqlBackend> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })
  pool.on('error', (error) => console.error(`Postgres dropped an idle connection: ${error.message}`))
  await pool.query('SELECT 1')
  return {
    async run(statements, options) {
      const client = await pool.connect()
      try {
        await client.query(beginSql(options))
        const results: SqlResult[] = []
        for (const statement of statements) results.push(await runStatement(client, statement))
        await client.query('COMMIT')
        return results
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        await client.query('RESET SESSION AUTHORIZATION')
        await client.query('RESET ALL')
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

type TextRow = (string | null)[]
/** `queryMode` is documented by pg ("extended" refuses several statements in one text) but absent from its types. */
type ExtendedQuery = pg.QueryArrayConfig<TextRow> & { queryMode: 'extended' }

const textValues: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value }

/** Extended protocol (one statement, as Neon demands) with every value left as Postgres's text. */
async function runStatement(client: pg.PoolClient, { text, values }: SqlStatement): Promise<SqlResult> {
  const query: ExtendedQuery = { text, values, rowMode: 'array', queryMode: 'extended', types: textValues }
  const result = await client.query<TextRow, TextRow>(query)
  const fields = result.fields.map(
    ({ name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier }): SqlField => {
      return { name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier, format: 'text' }
    },
  )
  return { command: result.command, rowCount: result.rowCount, fields, rows: result.rows }
}
