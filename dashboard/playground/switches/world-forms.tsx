import { useState } from 'react'
import { Button, Dialog, SelectField, SwitchField, TextField } from '../../ui/index.ts'
import { Section } from './section.tsx'
import type { Change, SwitchesView } from './types.ts'

/** How quick the bot is. */
export const SlowBotForm = ({ view, change }: { view: SwitchesView; change: Change }) => (
  <Section title="Speed of the bot">
    <SelectField
      label="The bot is"
      value={view.slowBot}
      onChange={(event) => void change('slow-bot', { preset: event.target.value })}
    >
      <option value="off">as quick as it is</option>
      <option value="thinking">slow: Discord's REST calls take 1.7 s, so it shows “thinking…”</option>
      <option value="silent">too slow: answers after 3.1 s, so it “did not respond”</option>
    </SelectField>
  </Section>
)

const spans: [label: string, seconds: number][] = [
  ['1 minute', 60],
  ['10 minutes', 600],
  ['1 hour', 3600],
  ['1 day', 86_400],
  ['30 days', 30 * 86_400],
]

/** Moves the local clock; what falls due meanwhile happens. */
export const ClockForm = ({ change }: { change: Change }) => {
  const [minutes, setMinutes] = useState('')
  const [busy, setBusy] = useState(false)
  const advance = async (seconds: number) => {
    setBusy(true)
    await change('advance', { seconds }).finally(() => setBusy(false))
  }
  return (
    <Section title="Clock" help="Moves forward only. Timeouts, temporary bans and jobs end when their time comes.">
      <div className="flex flex-wrap gap-1.5">
        {spans.map(([label, seconds]) => (
          <Button key={label} small disabled={busy} onClick={() => advance(seconds)}>
            + {label}
          </Button>
        ))}
      </div>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (Number(minutes) > 0) void advance(Number(minutes) * 60)
        }}
      >
        <div className="flex-1">
          <TextField
            label="Other, in minutes"
            type="number"
            min={1}
            value={minutes}
            onChange={(event) => setMinutes(event.target.value)}
          />
        </div>
        <Button type="submit" loading={busy}>
          Move the clock
        </Button>
      </form>
    </Section>
  )
}

/** Back to the beginning. */
export const ResetForm = ({ resetsData, change }: { resetsData: boolean; change: Change }) => {
  const [asked, setAsked] = useState(false)
  const [data, setData] = useState(true)
  const [busy, setBusy] = useState(false)
  const reset = async () => {
    setBusy(true)
    await change('reset', { data: resetsData && data }).finally(() => setBusy(false))
    setAsked(false)
  }
  return (
    <Section title="Start again">
      <Button look="danger" onClick={() => setAsked(true)}>
        Reset to the demo server …
      </Button>
      <Dialog open={asked} onClose={() => setAsked(false)} title="Reset to the demo server?">
        <div className="flex flex-col gap-3">
          <p className="text-sm text-text">
            Every message, member, role and switch goes back to the beginning. The clock stays where it is.
          </p>
          {!resetsData && (
            <p className="text-sm text-text">Its commands go too: start the bot again, so that it registers them.</p>
          )}
          {resetsData && (
            <SwitchField
              label="The bot's data too"
              help="Its cases, settings and jobs; it starts afresh. Without this it remembers what Discord has forgotten, and Discord no longer knows its commands."
              checked={data}
              onChange={setData}
            />
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsked(false)}>Cancel</Button>
            <Button look="danger" loading={busy} onClick={reset}>
              Reset
            </Button>
          </div>
        </div>
      </Dialog>
    </Section>
  )
}
