import { Check, ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '../../ui/index.ts'
import { wordsOf } from '../state/api.ts'
import { forgetTried } from '../state/navigate.ts'
import { setState, usePlayground } from '../state/store.ts'
import { runStep, type Step, steps } from './steps.ts'

const StepButton = ({ step, number, next }: { step: Step; number: number; next: boolean }) => {
  const isDone = usePlayground((state) => state.tried.includes(step.id))
  const [busy, setBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (next) button.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }, [next])
  const run = async () => {
    setBusy(true)
    await runStep(step).catch((error: unknown) => setState({ problem: wordsOf(error) }))
    setBusy(false)
  }
  return (
    <Button
      ref={button}
      small
      look={next ? 'primary' : 'secondary'}
      loading={busy}
      title={step.does}
      onClick={() => void run()}
    >
      {isDone && <Check size={14} aria-hidden />}
      <span>
        <span className="sr-only">Step </span>
        <span className={isDone ? 'sr-only' : undefined}>{number}</span>
        <span className="sr-only">{isDone ? ' (done): ' : ': '}</span> {step.title}
      </span>
    </Button>
  )
}

/** Six clicks that show what the bot does; folded away once they are done. */
export const TryNext = () => {
  const tried = usePlayground((state) => state.tried)
  const isDone = steps.every(({ id }) => tried.includes(id))
  const [open, setOpen] = useState(!isDone)
  const next = steps.find(({ id }) => !tried.includes(id))
  return (
    <section aria-label="Try next" className="flex items-center gap-2 border-b border-line bg-side px-4 py-1.5">
      <h2 className="shrink-0 text-xs font-semibold text-soft">
        Try next{' '}
        <span className="font-normal text-faint">
          {steps.filter(({ id }) => tried.includes(id)).length} of {steps.length}
        </span>
      </h2>
      <div className="flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto p-0.5">
        {open &&
          steps.map((step, index) => <StepButton key={step.id} step={step} number={index + 1} next={step === next} />)}
      </div>
      {open && isDone && (
        <Button small look="ghost" onClick={forgetTried}>
          Start over
        </Button>
      )}
      <IconButton
        label={open ? 'Fold the steps away' : 'Show the steps'}
        icon={open ? <ChevronUp size={16} aria-hidden /> : <ChevronDown size={16} aria-hidden />}
        onClick={() => setOpen(!open)}
      />
    </section>
  )
}
