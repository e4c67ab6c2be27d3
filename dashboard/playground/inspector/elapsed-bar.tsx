import { clsx } from 'clsx'
import { elapsedWords, type Standing, standingOf } from './format.ts'
import type { InteractionLine } from './types.ts'

const colours: Record<Standing, string> = {
  good: 'bg-success',
  late: 'bg-warning',
  bad: 'bg-danger',
  waiting: 'bg-faint',
}

/** The time of the first answer against Discord's limit. */
export const ElapsedBar = (line: Pick<InteractionLine, 'failure' | 'elapsedMs' | 'limitMs'>) => {
  const { elapsedMs, limitMs } = line
  const share = Math.min(1, (elapsedMs ?? 0) / limitMs)
  const words = elapsedWords(elapsedMs, limitMs)
  return (
    <div className="flex flex-col gap-1">
      <meter className="sr-only" min={0} max={limitMs} value={Math.min(elapsedMs ?? 0, limitMs)}>
        {words}
      </meter>
      <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden className="h-2 w-full rounded-full bg-active">
        <rect
          width={share * 100}
          height={2}
          className={clsx('fill-current', colours[standingOf(line)].replace('bg-', 'text-'))}
        />
      </svg>
      <p className="text-xs text-soft">{words}</p>
    </div>
  )
}
