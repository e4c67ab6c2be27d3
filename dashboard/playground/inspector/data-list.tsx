import { CodeBlock } from './code-block.tsx'
import { filledSql, readLogLine, withKeys } from './format.ts'
import type { DataChange, InteractionDetail } from './types.ts'

const words: Record<DataChange['operation'], string> = { insert: 'new', update: 'changed', delete: 'deleted' }

const rowWords = ({ rows, operation }: DataChange): string =>
  rows === null ? `rows ${words[operation]}` : `${rows} ${rows === 1 ? 'row' : 'rows'} ${words[operation]}`

const Alone = () => (
  <p className="text-sm text-soft">The emulator runs without Guildhall around it, so this is not known here.</p>
)

/** Rows that the interaction changed in the bot's database; jobs are rows of the table `jobs`. */
export const DataList = ({ changes, traced }: Pick<InteractionDetail, 'changes' | 'traced'>) => {
  if (!traced) return <Alone />
  if (changes.length === 0) return <p className="text-sm text-soft">Nothing was changed in the database.</p>
  return (
    <ul className="flex flex-col gap-2">
      {withKeys(changes).map(({ key, entry: change }) => (
        <li key={key} className="rounded-md border border-line">
          <details>
            <summary className="cursor-pointer px-2.5 py-2 text-sm">
              <span className="font-mono text-text">{change.table}</span>{' '}
              <span className="text-xs text-soft">
                {rowWords(change)}
                {change.table === 'jobs' && change.operation === 'insert' && ': work for later'}
              </span>
            </summary>
            <div className="border-t border-line p-2.5">
              <CodeBlock wrap label="Statement" text={filledSql(change.sql, change.parameters)} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}

/** What the bot logged while it worked on the interaction. */
export const LogList = ({ log, traced }: Pick<InteractionDetail, 'log' | 'traced'>) => {
  if (!traced) return <Alone />
  if (log.length === 0)
    return <p className="text-sm text-soft">It logged nothing. LOG_LEVEL=debug makes it say more.</p>
  return (
    <ol className="flex flex-col gap-2">
      {withKeys(log).map(({ key, entry: line }) => {
        const { level, message, rest } = readLogLine(line)
        return (
          <li key={key} className="flex flex-col gap-1 rounded-md border border-line p-2.5">
            <p className="text-sm break-words text-text">
              {level && <span className="mr-2 font-mono text-xs text-soft uppercase">{level}</span>}
              {message}
            </p>
            {rest && <CodeBlock label="Details" text={rest} />}
          </li>
        )
      })}
    </ol>
  )
}
