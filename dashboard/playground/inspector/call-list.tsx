import { clsx } from 'clsx'
import { CodeBlock } from './code-block.tsx'
import type { RestCall } from './types.ts'

const verdicts: Record<RestCall['verdict'], { words: string; colour: string }> = {
  ok: { words: 'fine', colour: 'text-success' },
  outcome: { words: 'refused, as may happen', colour: 'text-warning' },
  violation: { words: 'a mistake of the bot', colour: 'text-danger' },
  fault: { words: 'a fault on purpose', colour: 'text-warning' },
}

const roles: Record<RestCall['role'], string> = {
  callback: 'the answer, by callback',
  answer: 'changes its answer',
  'follow-up': 'a follow-up',
  other: '',
}

const Call = ({ call }: { call: RestCall }) => {
  const { words, colour } = verdicts[call.verdict]
  return (
    <li className="rounded-md border border-line">
      <details>
        <summary className="cursor-pointer px-2.5 py-2 text-sm">
          <span className="font-mono break-all text-text">
            {call.method} {call.route ?? call.path}
          </span>
          <span className="block text-xs text-soft">
            <span className="tabular-nums">
              HTTP {call.status}
              {call.code === null ? '' : `, code ${call.code}`}
            </span>{' '}
            · <span className={clsx('font-medium', colour)}>{words}</span> · {call.elapsedMs} ms
            {roles[call.role] && ` · ${roles[call.role]}`}
          </span>
        </summary>
        <div className="flex flex-col gap-2 border-t border-line p-2.5">
          {call.explanation && <p className="text-sm break-words text-text">{call.explanation}</p>}
          <CodeBlock label="Address" text={`${call.path}${call.query}`} />
          {call.reason !== null && <CodeBlock label="Audit log reason" text={call.reason} />}
          {call.body !== undefined && call.body !== null && (
            <CodeBlock label="Body" text={JSON.stringify(call.body, null, 2)} />
          )}
        </div>
      </details>
    </li>
  )
}

/** The REST calls that an interaction caused, each with its verdict. */
export const CallList = ({ calls }: { calls: readonly RestCall[] }) =>
  calls.length === 0 ? (
    <p className="text-sm text-soft">The bot called nothing but its answer.</p>
  ) : (
    <ul className="flex flex-col gap-2">
      {calls.map((call) => (
        <Call key={call.id} call={call} />
      ))}
    </ul>
  )
