import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messages, PGlite, protocol } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { createMutex, type Mutex } from './mutex.ts'
import { beginSql, parseCommandTag, type SqlBackend, type SqlField, type SqlResult, type SqlStatement } from './sql.ts'

const templateFile = fileURLToPath(new URL('../../../node_modules/.cache/guildhall/pglite-18.tar', import.meta.url))

export type PgliteBackend = SqlBackend & {
  /** Sends frontend bytes of the Postgres protocol as they are; the caller holds `lock`. */
  exchange(bytes: Uint8Array): Promise<Uint8Array>
  /** One session serves everybody, so one transaction at a time. */
  lock: Mutex
}

/** PGlite with pgvector: one in-process Postgres session, in memory when `dataDir` is null. */
export async function createPgliteBackend(dataDir: string | null): Promise<PgliteBackend> {
  const database = await openDatabase(dataDir)
  const lock = createMutex()
  const exchange = (bytes: Uint8Array) => database.execProtocolRaw(bytes, { syncToFs: false })
  return {
    exchange,
    lock,
    run: (statements, options) =>
      lock.run(async () => {
        const frames = [protocol.serialize.query(beginSql(options)), ...statements.flatMap(extendedQuery)]
        frames.push(
          ...['COMMIT', 'RESET SESSION AUTHORIZATION', 'RESET ALL'].map((query) => protocol.serialize.query(query)),
        )
        return readResults(await exchange(Buffer.concat(frames)), statements.length)
      }),
    close: () => lock.run(() => database.close()),
  }
}

/** initdb costs seconds, so its result is kept beside the packages and loaded into every later fresh database. */
async function openDatabase(dataDir: string | null): Promise<PGlite> {
  const options = { ...(dataDir === null ? {} : { dataDir }), extensions: { vector } }
  if (dataDir !== null && existsSync(join(dataDir, 'PG_VERSION'))) return PGlite.create(options)
  if (dataDir !== null) mkdirSync(dirname(dataDir), { recursive: true })
  if (existsSync(templateFile)) {
    return PGlite.create({ ...options, loadDataDir: new Blob([readFileSync(templateFile)]) })
  }
  const database = await PGlite.create(options)
  await saveTemplate(database)
  return database
}

async function saveTemplate(database: PGlite): Promise<void> {
  const dump = await database.dumpDataDir('none')
  const draft = `${templateFile}.${process.pid}`
  try {
    mkdirSync(dirname(templateFile), { recursive: true })
    writeFileSync(draft, await dump.bytes())
    renameSync(draft, templateFile)
  } catch (error) {
    console.error(`A fresh database will start slowly next time: ${error instanceof Error ? error.message : error}`)
  }
}

function extendedQuery({ text, values }: SqlStatement): Uint8Array[] {
  const { serialize } = protocol
  return [
    serialize.parse({ text }),
    serialize.bind({ values }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ]
}

/**
 * Splits the backend's bytes at each ReadyForQuery. The first answer belongs to BEGIN, the next `count` to the
 * statements; the first error anywhere (deferred constraints fail at COMMIT) is thrown as Postgres worded it.
 */
function readResults(bytes: Uint8Array, count: number): SqlResult[] {
  const results: SqlResult[] = []
  let current = emptyResult()
  let failure: Error | null = null
  new protocol.Parser().parse(bytes, (message) => {
    if (message instanceof messages.DatabaseError) failure ??= message
    else if (message instanceof messages.RowDescriptionMessage) current.fields = message.fields.map(toField)
    else if (message instanceof messages.DataRowMessage) current.rows.push(message.fields)
    else if (message instanceof messages.CommandCompleteMessage) Object.assign(current, parseCommandTag(message.text))
    else if (message instanceof messages.ReadyForQueryMessage) {
      results.push(current)
      current = emptyResult()
    }
  })
  if (failure !== null) throw failure
  return results.slice(1, 1 + count)
}

function emptyResult(): SqlResult {
  return { command: '', rowCount: null, fields: [], rows: [] }
}

function toField(field: InstanceType<typeof messages.Field>): SqlField {
  const { name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier } = field
  return { name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier, format: 'text' }
}
