import { ArrowLeft } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button, IconButton, Notice } from '../../ui/index.ts'
import { CodeBlock } from '../inspector/code-block.tsx'
import { withKeys } from '../inspector/format.ts'
import { Scrubber } from './scrubber.tsx'
import { StateView } from './state-view.tsx'
import { StepList } from './step-list.tsx'
import { besides, outcomesOf, placesAfter } from './timeline.ts'
import type { Outcome, ReplayResult, Scenario, StepResult } from './types.ts'

const Verdict = ({ replay }: { replay: ReplayResult | null }) => {
  if (!replay) return null
  if (!replay.done)
    return (
      <Notice live>
        Replaying: step {replay.steps.length} of {replay.of} …
      </Notice>
    )
  return replay.ok ? (
    <Notice live>Replayed: all {replay.of} steps are equal.</Notice>
  ) : (
    <Notice tone="danger" live>
      Replayed: {replay.steps.filter(({ equal }) => equal === false).length} of {replay.of} steps are different.
    </Notice>
  )
}

const StepDetail = ({ outcome, result }: { outcome: Outcome; result: StepResult | undefined }) => (
  <>
    {result?.equal === false && <CodeBlock label="Different: − recorded, + seen now" text={result.diff} />}
    {besides(outcome).length > 0 && (
      <ul className="flex flex-col gap-0.5 text-sm text-text">
        {withKeys(besides(outcome)).map(({ key, entry }) => (
          <li key={key} className="break-words">
            {entry}
          </li>
        ))}
      </ul>
    )}
  </>
)

export interface ScenarioViewProps {
  name: string
  scenario: Scenario
  /** The last replay of this scenario. */
  replay: ReplayResult | null
  busy: boolean
  onReplay: () => void
  onBack: () => void
}

/** The step that is looked at; it follows a replay under way. */
const usePosition = ({ scenario, replay }: Pick<ScenarioViewProps, 'scenario' | 'replay'>) => {
  const [at, setAt] = useState(scenario.steps.length)
  const reached = replay?.steps.length ?? null
  useEffect(() => {
    if (reached !== null) setAt(reached)
  }, [reached])
  return { at, move: useCallback((next: number) => setAt(next), []) }
}

/** One scenario: its steps, what was seen after each, and how the last replay compares. */
export const ScenarioView = ({ name, scenario, replay, busy, onReplay, onBack }: ScenarioViewProps) => {
  const { at, move } = usePosition({ scenario, replay })
  const results = replay?.steps ?? []
  const outcomes = outcomesOf(scenario.steps, results)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-1">
        <IconButton label="Back to the scenarios" icon={<ArrowLeft size={18} aria-hidden />} onClick={onBack} />
        <div className="min-w-0 flex-1 pt-1">
          <h3 className="font-mono text-sm font-semibold break-all text-text">{name}</h3>
          <p className="text-xs text-soft">{scenario.title}</p>
        </div>
        <Button small look="primary" loading={busy} onClick={onReplay}>
          Replay
        </Button>
      </div>
      <Verdict replay={replay} />
      <Scrubber of={scenario.steps.length} at={at} onMove={move} />
      <StepList steps={scenario.steps} results={results} at={at} onMove={move} />
      {at > 0 && <StepDetail outcome={outcomes[at - 1] ?? {}} result={results[at - 1]} />}
      <h4 className="text-sm font-semibold text-text">{at === 0 ? 'Before the first step' : `After step ${at}`}</h4>
      <StateView places={placesAfter(outcomes, at)} />
    </div>
  )
}
