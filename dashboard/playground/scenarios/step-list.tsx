import { clsx } from 'clsx'
import { withKeys } from '../inspector/format.ts'
import { stepWords } from './timeline.ts'
import type { Step, StepResult } from './types.ts'

type Standing = 'open' | 'equal' | 'different' | 'unchecked'

const standingOf = (result: StepResult | undefined): Standing => {
  if (result === undefined) return 'open'
  if (result.equal === null) return 'unchecked'
  return result.equal ? 'equal' : 'different'
}

const marks: Record<Standing, { sign: string; words: string; colour: string }> = {
  open: { sign: '·', words: 'not replayed', colour: 'text-faint' },
  equal: { sign: '✓', words: 'equal', colour: 'text-success' },
  different: { sign: '✕', words: 'different', colour: 'text-danger' },
  unchecked: { sign: '–', words: 'nothing to compare with', colour: 'text-faint' },
}

/** The steps of a scenario with the result of each; choosing one jumps to it. */
export const StepList = ({
  steps,
  results,
  at,
  onMove,
}: {
  steps: readonly Step[]
  results: readonly StepResult[]
  at: number
  onMove: (at: number) => void
}) => (
  <ol aria-label="Steps" className="flex flex-col">
    {withKeys(steps).map(({ key, entry: step }) => {
      const number = Number(key) + 1
      const { sign, words, colour } = marks[standingOf(results[number - 1])]
      return (
        <li key={key}>
          <button
            type="button"
            aria-current={at === number ? 'step' : undefined}
            onClick={() => onMove(number)}
            className={clsx(
              'flex w-full items-start gap-2 rounded px-1.5 py-1 text-left text-sm hover:bg-hover',
              at === number ? 'bg-active text-text' : 'text-soft',
            )}
          >
            <span aria-hidden className={clsx('w-4 shrink-0 text-center font-bold', colour)}>
              {sign}
            </span>
            <span className="min-w-0 flex-1 break-words">
              {number}. {stepWords(step)}
              <span className="sr-only">: {words}</span>
            </span>
          </button>
        </li>
      )
    })}
  </ol>
)
