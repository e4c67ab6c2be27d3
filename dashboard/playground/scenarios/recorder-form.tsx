import { useState } from 'react'
import { Button, Notice, TextField } from '../../ui/index.ts'
import { nameFrom } from './timeline.ts'
import type { Scenario, ScenariosView } from './types.ts'

export interface RecorderFormProps {
  recording: ScenariosView['recording']
  /** What was recorded and is not saved yet. */
  draft: Scenario | null
  busy: boolean
  onRecord: (title: string) => void
  onStop: () => void
  onSave: (name: string) => void
  onDiscard: () => void
}

const Start = ({ busy, onRecord }: Pick<RecorderFormProps, 'busy' | 'onRecord'>) => {
  const [title, setTitle] = useState('')
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        onRecord(title)
      }}
    >
      <TextField
        label="What the scenario shows"
        help="Recording begins in a fresh demo server: what is there now is forgotten."
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" look="primary" loading={busy}>
        Record
      </Button>
    </form>
  )
}

const Save = ({
  draft,
  busy,
  onSave,
  onDiscard,
}: Pick<RecorderFormProps, 'busy' | 'onSave' | 'onDiscard'> & { draft: Scenario }) => {
  const [name, setName] = useState(nameFrom(draft.title))
  const wrong = name !== '' && nameFrom(name) !== name ? 'Lower case letters, digits and single hyphens.' : undefined
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (name !== '' && wrong === undefined) onSave(name)
      }}
    >
      <TextField
        label="Save as scenario"
        help={`${draft.steps.length} steps, kept as test/scenarios/${name || '…'}.json`}
        value={name}
        maxLength={60}
        error={wrong}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary" loading={busy} disabled={name === '' || wrong !== undefined}>
          Save
        </Button>
        <Button onClick={onDiscard}>Discard</Button>
      </div>
    </form>
  )
}

/** Record, stop, save. */
export const RecorderForm = (props: RecorderFormProps) => {
  const { recording, draft, busy, onStop } = props
  if (recording)
    return (
      <div className="flex flex-col gap-2">
        <Notice tone="warning" live>
          Recording{recording.title && ` “${recording.title}”`}: {recording.steps}{' '}
          {recording.steps === 1 ? 'step' : 'steps'} so far. Use the page as you like.
        </Notice>
        <Button look="danger" loading={busy} onClick={onStop}>
          Stop
        </Button>
      </div>
    )
  return draft ? <Save {...props} draft={draft} /> : <Start {...props} />
}
