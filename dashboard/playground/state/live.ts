import { refreshSoon, shownNow } from './refresh.ts'
import { everything, nothing, planRefresh } from './refresh-plan.ts'
import { getState, setState } from './store.ts'
import type { EventLine } from './types.ts'

/** Discord's client shows "is typing" for about this long. */
const typingMs = 9_000
const clockMs = 10_000

/** Guarantee: the emulator writes one `EventLine` as JSON per event. */
const asEvent = (text: string): EventLine => JSON.parse(text) as EventLine

const noteTyping = ({ user, channel, type }: EventLine): void => {
  if (user === undefined || channel === undefined) return
  const others = getState().typing.filter((entry) => entry.userId !== user || entry.channelId !== channel)
  if (type === 'TYPING_START')
    setState({ typing: [...others, { userId: user, channelId: channel, until: Date.now() + typingMs }] })
  else if (others.length < getState().typing.length) setState({ typing: others })
}

const onEvent = (event: EventLine): void => {
  if (event.type === 'TYPING_START' || event.type === 'MESSAGE_CREATE') noteTyping(event)
  refreshSoon(planRefresh([event], shownNow()))
}

/** Follows the emulator's events until the returned function is called; after a break everything is fetched again. */
export const followEvents = (): (() => void) => {
  const source = new EventSource('/emulator/events')
  source.onopen = () => {
    if (getState().connection === 'lost') refreshSoon({ ...everything(shownNow()) })
    setState({ connection: 'live' })
  }
  source.onerror = () => setState({ connection: 'lost' })
  source.onmessage = ({ data }) => onEvent(asEvent(String(data)))
  const sweep = setInterval(() => {
    const { typing } = getState()
    const left = typing.filter(({ until }) => until > Date.now())
    if (left.length < typing.length) setState({ typing: left })
  }, 1000)
  // The clock may be moved without an event, and timeouts end by it.
  const clock = setInterval(() => {
    if (!document.hidden && getState().connection === 'live') refreshSoon({ ...nothing, people: true, guild: true })
  }, clockMs)
  return () => {
    source.close()
    clearInterval(sweep)
    clearInterval(clock)
  }
}
