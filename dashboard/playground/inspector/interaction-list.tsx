import { clsx } from 'clsx'
import { clockTime, type Standing, standingOf, wordsOfStanding } from './format.ts'
import type { InteractionLine } from './types.ts'

const marks: Record<Standing, { sign: string; colour: string }> = {
  good: { sign: '✓', colour: 'text-success' },
  late: { sign: '◔', colour: 'text-warning' },
  bad: { sign: '✕', colour: 'text-danger' },
  waiting: { sign: '…', colour: 'text-faint' },
}

const countWords = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

const Line = ({ line, onOpen }: { line: InteractionLine; onOpen: () => void }) => {
  const standing = standingOf(line)
  const { sign, colour } = marks[standing]
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-start gap-2.5 rounded-md px-2 py-2 text-left hover:bg-hover"
      >
        <span aria-hidden className={clsx('w-4 shrink-0 text-center font-bold', colour)}>
          {sign}
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-sm text-text">{line.name}</span>
            <span className="shrink-0 text-xs text-faint tabular-nums">
              {line.elapsedMs === null ? '–' : `${Math.round(line.elapsedMs)} ms`}
            </span>
          </span>
          <span className="block truncate text-xs text-soft">
            {clockTime(line.at)} · {line.user.name} in {line.guild ? `#${line.channel.name}` : 'direct messages'} ·{' '}
            {countWords(line.calls, 'REST call')}
          </span>
          {line.problems > 0 && (
            <span className="block text-xs font-medium text-danger">{countWords(line.problems, 'problem')}</span>
          )}
          <span className="sr-only">{wordsOfStanding(standing)}</span>
        </span>
      </button>
    </li>
  )
}

/** Interactions, newest first. */
export const InteractionList = ({
  lines,
  onOpen,
}: {
  lines: readonly InteractionLine[]
  onOpen: (id: string) => void
}) => (
  <ul aria-label="Interactions, newest first" className="flex flex-col">
    {lines.map((line) => (
      <Line key={line.id} line={line} onOpen={() => onOpen(line.id)} />
    ))}
  </ul>
)
