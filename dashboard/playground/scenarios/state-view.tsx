import { clsx } from 'clsx'
import { useMemo } from 'react'
import { Markdown, type RenderContext, RenderProvider } from '../../renderer/index.ts'
import { usePlayground } from '../state/store.ts'
import { type PlaceState, readableTimes } from './timeline.ts'
import type { MessageOutcome } from './types.ts'

/** Names stand in a scenario where ids were, so there is nothing to look up. */
const plainContext: Omit<RenderContext, 'theme'> = {
  resolve: {},
  now: Date.now,
  locale: 'en-US',
  interactive: false,
}

const Card = ({ message }: { message: MessageOutcome & { fresh: boolean } }) => (
  <li
    className={clsx(
      'rounded-md border px-2.5 py-1.5 text-sm break-words text-text',
      message.fresh ? 'border-accent bg-accent-wash' : 'border-line',
    )}
  >
    <p className="text-xs text-soft">
      <span className="font-semibold text-text">{message.by}</span> {message.id}
      {message.only && ` · only ${message.only} sees this`}
      {message.change === 'edited' && ' · edited'}
    </p>
    <Markdown content={readableTimes(message.text.join('\n'))} />
    {message.controls && (
      <p className="mt-1 flex flex-wrap gap-1">
        {message.controls.map(({ label, id, disabled }) => (
          <span
            key={`${label} ${id}`}
            className={clsx('rounded border border-line px-1.5 py-0.5 text-xs', disabled ? 'text-faint' : 'text-soft')}
          >
            {label || id}
          </span>
        ))}
      </p>
    )}
  </li>
)

/** The channels as they were after a step. */
export const StateView = ({ places }: { places: readonly PlaceState[] }) => {
  const theme = usePlayground((state) => state.theme)
  const context = useMemo(() => ({ ...plainContext, theme }), [theme])
  if (places.length === 0) return <p className="text-sm text-soft">Nobody has written anything yet.</p>
  return (
    <RenderProvider value={context}>
      <div className="flex flex-col gap-3">
        {places.map(({ place, messages }) => (
          <section key={place} aria-label={`${place} after this step`}>
            <h5 className="mb-1 text-xs font-semibold text-soft">{place}</h5>
            <ul className="flex flex-col gap-1">
              {messages.map((message) => (
                <Card key={message.id} message={message} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </RenderProvider>
  )
}
