import { call, query, RefusedError, wordsOf } from './api.ts'
import { landing } from './landing.ts'
import { everything, isNothing, nothing, type RefreshPlan, type Shown } from './refresh-plan.ts'
import { getState, setState } from './store.ts'
import type { Channel, ChannelMessages, CommandOffer, GuildView, People } from './types.ts'
import { markRead } from './unread.ts'

/** Bursts of events end in one fetch. */
const gatherMs = 50

let planned: RefreshPlan = nothing
let timer: ReturnType<typeof setTimeout> | undefined
let running: Promise<void> | null = null

export const shownNow = (): Shown => {
  const { userId, guildId, channelId } = getState()
  return { userId, guildId, channelId }
}

const isStill = (shown: Shown): boolean => {
  const now = shownNow()
  return now.userId === shown.userId && now.guildId === shown.guildId
}

const loadPeople = async (): Promise<void> => {
  const people = await call<People>('GET', 'people')
  setState({ people, offsetMs: people.now - Date.now() })
}

/** What is new to a user counts as read at first sight, else every channel would be marked at the start. */
const readAtFirst = (userId: string, channels: Channel[]): void => {
  const { read } = getState()
  const unknown = channels.filter(({ id }) => read[userId]?.[id] === undefined)
  const isFirst = channels.length > 0 && unknown.length === channels.length
  if (isFirst) setState({ read: markRead(read, userId, channels) })
}

const loadGuild = async (shown: Shown): Promise<void> => {
  if (shown.guildId === null) return
  const guild = await call<GuildView>('GET', `guilds/${shown.guildId}${query({ user: shown.userId })}`)
  if (!isStill(shown)) return
  if (guild.joined) readAtFirst(shown.userId, [...guild.channels, ...guild.threads])
  const { channelId } = getState()
  const next = landing(guild, channelId)
  setState({ guild, ...(next !== channelId && { channelId: next, messages: null }) })
}

const loadDms = async (shown: Shown): Promise<void> => {
  const { channels } = await call<{ channels: Channel[] }>('GET', `dms${query({ user: shown.userId })}`)
  if (isStill(shown)) setState({ dms: channels })
}

const loadCommands = async (shown: Shown): Promise<void> => {
  const place = { guild: shown.guildId, channel: shown.guildId === null ? null : shown.channelId }
  if (shown.guildId !== null && shown.channelId === null) return
  const commands = await call<CommandOffer>('GET', `commands${query({ ...place, user: shown.userId })}`)
  if (isStill(shown)) setState({ commands })
}

const readHere = (shown: Shown, { id, messages }: ChannelMessages): void => {
  const last = messages.findLast(({ visibleTo }) => visibleTo === null)
  if (!last) return
  setState({ read: markRead(getState().read, shown.userId, [{ id, last_message_id: last.id }]) })
}

const loadMessages = async (shown: Shown): Promise<void> => {
  const { channelId, depth } = getState()
  if (channelId === null) return
  const messages = await call<ChannelMessages>(
    'GET',
    `channels/${channelId}${query({ user: shown.userId, limit: depth })}`,
  ).catch((error: unknown) => {
    // The channel was deleted or hidden meanwhile; the guild's next answer leads elsewhere.
    if (error instanceof RefusedError && error.code !== 'unreachable') return { id: channelId, total: 0, messages: [] }
    throw error
  })
  if (!isStill(shown) || getState().channelId !== channelId) return
  setState({ messages })
  readHere(shown, messages)
}

const carryOut = async (plan: RefreshPlan): Promise<void> => {
  if (plan.people) await loadPeople()
  const shown = shownNow()
  if (shown.userId === '') return
  await Promise.all([plan.guild && loadGuild(shown), plan.dms && loadDms(shown)])
  const { channelId } = getState()
  const isMoved = channelId !== shown.channelId
  const later = { ...shown, channelId }
  await Promise.all([
    (plan.commands || isMoved) && loadCommands(later).catch(() => {}),
    (plan.channels.size > 0 || isMoved) && loadMessages(later),
  ])
}

const work = async (): Promise<void> => {
  while (!isNothing(planned)) {
    const plan = planned
    planned = nothing
    try {
      await carryOut(plan)
    } catch (error) {
      setState({ problem: wordsOf(error) })
    }
  }
}

const union = (a: RefreshPlan, b: RefreshPlan): RefreshPlan => ({
  people: a.people || b.people,
  guild: a.guild || b.guild,
  dms: a.dms || b.dms,
  commands: a.commands || b.commands,
  channels: new Set([...a.channels, ...b.channels]),
})

const run = (): Promise<void> => {
  running ??= work().finally(() => {
    running = null
  })
  return running
}

/** Fetches soon; what is asked for meanwhile is fetched with it. */
export const refreshSoon = (plan: RefreshPlan): void => {
  planned = union(planned, plan)
  clearTimeout(timer)
  timer = setTimeout(() => void run(), gatherMs)
}

/** Fetches at once and resolves when it is on the screen. */
export const refreshNow = async (plan: RefreshPlan = everything(shownNow())): Promise<void> => {
  planned = union(planned, plan)
  await run()
  if (!isNothing(planned)) await run()
}
