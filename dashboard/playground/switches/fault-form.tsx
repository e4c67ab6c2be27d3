import { useState } from 'react'
import { Button, SelectField, TextField } from '../../ui/index.ts'
import { commonRoutes, faultKinds, faultWords, isFaultKind, newFault } from './faults.ts'
import { Section } from './section.tsx'
import type { Change, Fault } from './types.ts'

const own = 'own'
const all = 'all'

const routeOf = (place: string, typed: string): { method: string; route: string } => {
  const known = commonRoutes[Number(place)]
  if (known) return known
  return { method: '', route: place === own ? typed : '' }
}

const FaultList = ({ faults, change }: { faults: readonly Fault[]; change: Change }) => (
  <ul aria-label="Faults in force" className="flex flex-col gap-1">
    {faults.map((fault) => (
      <li key={fault.id} className="flex items-center gap-2 text-sm text-text">
        <span className="min-w-0 flex-1 break-words">{faultWords(fault)}</span>
        <Button small look="ghost" onClick={() => change(`faults?id=${fault.id}`, undefined, 'DELETE')}>
          Remove<span className="sr-only"> this fault</span>
        </Button>
      </li>
    ))}
  </ul>
)

/** Makes Discord misbehave on a route. */
export const FaultForm = ({ faults, change }: { faults: readonly Fault[]; change: Change }) => {
  const [place, setPlace] = useState(all)
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<string>('limited')
  const [times, setTimes] = useState('1')
  const add = () => {
    if (isFaultKind(kind)) void change('faults', newFault({ kind, times, ...routeOf(place, typed) }))
  }
  return (
    <Section title="Faults of Discord" help="What the bot's next REST calls meet.">
      <SelectField label="Route" value={place} onChange={(event) => setPlace(event.target.value)}>
        <option value={all}>Every REST call</option>
        {commonRoutes.map(({ label }, index) => (
          <option key={label} value={index}>
            {label}
          </option>
        ))}
        <option value={own}>Another route …</option>
      </SelectField>
      {place === own && (
        <TextField
          label="Path, as a regular expression"
          value={typed}
          placeholder="^/guilds/\d+/roles"
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      <SelectField label="Fault" value={kind} onChange={(event) => setKind(event.target.value)}>
        {Object.entries(faultKinds).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField
        label="How many times"
        help="Empty: until it is removed."
        type="number"
        min={1}
        value={times}
        onChange={(event) => setTimes(event.target.value)}
      />
      <Button onClick={add}>Add the fault</Button>
      <FaultList faults={faults} change={change} />
    </Section>
  )
}
