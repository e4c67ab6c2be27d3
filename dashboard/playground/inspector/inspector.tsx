import { useState } from 'react'
import { Notice } from '../../ui/index.ts'
import { InteractionList } from './interaction-list.tsx'
import { InteractionView } from './interaction-view.tsx'
import type { InteractionDetail, InteractionLine } from './types.ts'
import { usePolled } from './use-polled.ts'

const listMs = 1_000

const Opened = ({ id, onBack }: { id: string; onBack: () => void }) => {
  const { data, problem } = usePolled<{ interaction: InteractionDetail }>(`interactions/${id}`, listMs)
  if (data) return <InteractionView detail={data.interaction} onBack={onBack} />
  return problem ? (
    <Notice tone="warning">
      {problem}{' '}
      <button type="button" className="underline" onClick={onBack}>
        Back to the list
      </button>
    </Notice>
  ) : (
    <p className="text-sm text-soft">Loading…</p>
  )
}

/** What went over the wire: every interaction with its request, response, REST calls, changed rows and log lines. */
export const Inspector = () => {
  const [opened, setOpened] = useState<string | null>(null)
  const { data, problem } = usePolled<{ interactions: InteractionLine[] }>(
    opened === null ? 'interactions' : null,
    listMs,
  )
  if (opened !== null) return <Opened id={opened} onBack={() => setOpened(null)} />
  if (problem) return <Notice tone="danger">{problem}</Notice>
  if (data && data.interactions.length === 0)
    return <p className="text-sm text-soft">Nothing yet. Run a command, and its way over the wire appears here.</p>
  return <InteractionList lines={data?.interactions ?? []} onOpen={setOpened} />
}
