import { useState } from 'react'
import { Button, Dialog, Notice } from '../../ui/index.ts'
import { RecorderForm } from './recorder-form.tsx'
import { ScenarioView } from './scenario-view.tsx'
import type { ScenarioLine } from './types.ts'
import { useScenarios } from './use-scenarios.ts'

interface LineProps {
  line: ScenarioLine
  busy: boolean
  onOpen: () => void
  onReplay: () => void
  onRemove: () => void
}

const Line = ({ line, busy, onOpen, onReplay, onRemove }: LineProps) => (
  <li className="flex flex-col gap-1.5 border-b border-line py-2 last:border-b-0">
    <div>
      <h4 className="font-mono text-sm break-all text-text">{line.name}</h4>
      <p className="text-xs text-soft">
        {line.problem ?? `${line.title} · ${line.steps} ${line.steps === 1 ? 'step' : 'steps'}`}
      </p>
    </div>
    <div className="flex flex-wrap gap-1.5">
      {!line.problem && (
        <>
          <Button small look="primary" disabled={busy} aria-label={`Replay ${line.name}`} onClick={onReplay}>
            Replay
          </Button>
          <Button small disabled={busy} aria-label={`Show ${line.name}`} onClick={onOpen}>
            Show
          </Button>
        </>
      )}
      <Button small look="ghost" disabled={busy} aria-label={`Delete ${line.name}`} onClick={onRemove}>
        Delete
      </Button>
    </div>
  </li>
)

const DeleteDialog = ({
  name,
  onClose,
  onDelete,
}: {
  name: string | null
  onClose: () => void
  onDelete: () => void
}) => (
  <Dialog open={name !== null} onClose={onClose} title="Delete this scenario?">
    <p className="mb-3 text-sm break-words text-text">
      The file <span className="font-mono">test/scenarios/{name}.json</span> is removed.
    </p>
    <div className="flex justify-end gap-2">
      <Button onClick={onClose}>Cancel</Button>
      <Button look="danger" onClick={onDelete}>
        Delete
      </Button>
    </div>
  </Dialog>
)

/** Record what people do, save it as a scenario, and replay it step by step. */
export const Scenarios = () => {
  const all = useScenarios()
  const [deleting, setDeleting] = useState<string | null>(null)
  const { view, opened, lastReplay } = all
  const problem = all.problem && (
    <Notice tone="danger" live>
      {all.problem}
    </Notice>
  )
  if (opened)
    return (
      <div className="flex flex-col gap-3">
        {problem}
        <ScenarioView
          key={opened.name}
          {...opened}
          replay={lastReplay?.name === opened.name ? lastReplay : null}
          busy={all.busy}
          onReplay={() => all.replay(opened.name)}
          onBack={all.close}
        />
      </div>
    )
  return (
    <div className="flex flex-col gap-4">
      {problem}
      <RecorderForm
        recording={view?.recording ?? null}
        draft={all.draft}
        busy={all.busy}
        onRecord={all.record}
        onStop={all.stop}
        onSave={all.save}
        onDiscard={all.discard}
      />
      <section aria-labelledby="saved-scenarios">
        <h3 id="saved-scenarios" className="text-sm font-semibold text-text">
          Saved scenarios
        </h3>
        <ul className="flex flex-col">
          {(view?.scenarios ?? []).map((line) => (
            <Line
              key={line.name}
              line={line}
              busy={all.busy || view?.recording !== null}
              onOpen={() => all.open(line.name)}
              onReplay={() => all.replay(line.name)}
              onRemove={() => setDeleting(line.name)}
            />
          ))}
        </ul>
      </section>
      <DeleteDialog
        name={deleting}
        onClose={() => setDeleting(null)}
        onDelete={() => {
          if (deleting !== null) void all.remove(deleting)
          setDeleting(null)
        }}
      />
    </div>
  )
}
