import { call } from './api.ts'
import { refreshNow, shownNow } from './refresh.ts'
import { everything, nothing } from './refresh-plan.ts'
import { firstDepth, getState, remember, setState, type Theme } from './store.ts'
import type { Channel, People, Person, Standing } from './types.ts'

const loadAll = (): Promise<void> => refreshNow(everything(shownNow()))

const isPerson = ({ bot }: Person): boolean => bot !== true

const withStanding = (people: People, guildId: string, standing: Standing): Person | undefined =>
  people.users.find((user) => isPerson(user) && user.standing[guildId] === standing)

/** The first load: the first guild, seen by a moderator of it. */
export const startPlayground = async (): Promise<void> => {
  await refreshNow({ ...nothing, people: true })
  const { people } = getState()
  const guild = people?.guilds[0]
  if (!people || !guild) return
  const person =
    withStanding(people, guild.id, 'moderator') ??
    withStanding(people, guild.id, 'owner') ??
    people.users.find(isPerson)
  setState({ guildId: guild.id, userId: person?.id ?? '' })
  await loadAll()
}

/** Looks through another person's eyes, at the same place where they may be there. */
export const actAs = async (userId: string): Promise<void> => {
  if (userId === getState().userId) return
  const isDm = getState().guildId === null
  setState({ userId, messages: null, problem: null, ...(isDm && { channelId: null }) })
  await loadAll()
  if (isDm) await openDms()
}

export const openGuild = async (guildId: string): Promise<void> => {
  if (guildId === getState().guildId) return
  setState({ guildId, guild: null, channelId: null, messages: null, depth: firstDepth, problem: null })
  await loadAll()
}

export const openChannel = async (channelId: string): Promise<void> => {
  if (channelId === getState().channelId) return
  const readUntil = getState().read[getState().userId]?.[channelId] ?? null
  setState({ channelId, messages: null, depth: firstDepth, problem: null, readUntil })
  await refreshNow({ ...nothing, channels: new Set([channelId]), commands: true })
}

/** The direct messages of the acting user with the bot, opened when there are none. */
export const openDms = async (): Promise<void> => {
  const { userId } = getState()
  const { channel } = await call<{ channel: Channel }>('POST', 'dms', { user: userId })
  setState({
    guildId: null,
    guild: null,
    channelId: channel.id,
    messages: null,
    depth: firstDepth,
    problem: null,
  })
  await loadAll()
}

/** Asks for as many messages again as are shown now. */
export const showOlder = async (): Promise<void> => {
  const { depth, channelId } = getState()
  if (channelId === null) return
  setState({ depth: Math.min(1000, depth * 2) })
  await refreshNow({ ...nothing, channels: new Set([channelId]) })
}

export const setTheme = (theme: Theme): void => {
  remember('theme', theme)
  setState({ theme })
}

export const setLocale = (userId: string, locale: string): void =>
  setState({ locales: { ...getState().locales, [userId]: locale } })

export const tick = (step: string): void => {
  const { tried } = getState()
  if (tried.includes(step)) return
  const next = [...tried, step]
  remember('tried', next)
  setState({ tried: next })
}

export const forgetTried = (): void => {
  remember('tried', [])
  setState({ tried: [] })
}
