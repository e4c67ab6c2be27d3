import type { EventLine } from './types.ts'

/** What has to be fetched again. */
export interface RefreshPlan {
  people: boolean
  guild: boolean
  dms: boolean
  commands: boolean
  /** Ids of channels whose messages changed. */
  channels: ReadonlySet<string>
}

/** What the page shows now: only that is fetched again. */
export interface Shown {
  userId: string
  guildId: string | null
  channelId: string | null
}

export const nothing: RefreshPlan = {
  people: false,
  guild: false,
  dms: false,
  commands: false,
  channels: new Set(),
}

export const everything = (shown: Shown): RefreshPlan => ({
  people: true,
  guild: true,
  dms: true,
  commands: true,
  channels: new Set(shown.channelId === null ? [] : [shown.channelId]),
})

export const isNothing = (plan: RefreshPlan): boolean =>
  !plan.people && !plan.guild && !plan.dms && !plan.commands && plan.channels.size === 0

const onlyTraffic = /^(?:MESSAGE_|INTERACTION_|TYPING_|CHANNEL_PINS_)/
const ofPeople = /^(?:GUILD_CREATE|GUILD_DELETE|GUILD_UPDATE|GUILD_MEMBER_|GUILD_BAN_|GUILD_ROLE_|USER_)/
const ofPermissions = /^(?:GUILD_MEMBER_UPDATE|GUILD_ROLE_|CHANNEL_UPDATE|APPLICATION_COMMAND)/

/** A message changes its channel; a new or deleted one also the channel's last message, for the unread mark. */
const withMessages = (plan: RefreshPlan, event: EventLine, shown: Shown): RefreshPlan => {
  const isHere = event.channel !== undefined && event.channel === shown.channelId
  const isListed = event.type === 'MESSAGE_CREATE' || event.type.startsWith('MESSAGE_DELETE')
  return {
    ...plan,
    channels: isHere && event.channel !== undefined ? new Set([...plan.channels, event.channel]) : plan.channels,
    guild: plan.guild || (isListed && event.guild !== null && event.guild === shown.guildId),
    dms: plan.dms || (isListed && event.guild === null),
  }
}

/** A thread is a mark on its message; a channel or guild that is made anew, as by a reset, has other messages. */
const concernsOpen = (event: EventLine, shown: Shown, isHere: boolean): shown is Shown & { channelId: string } =>
  shown.channelId !== null &&
  (event.channel === shown.channelId || (isHere && /^(?:THREAD_|GUILD_CREATE)/.test(event.type)))

const withOne = (plan: RefreshPlan, event: EventLine, shown: Shown): RefreshPlan => {
  if (event.type === 'RESYNC') return everything(shown)
  if (event.type.startsWith('TYPING_')) return plan
  if (onlyTraffic.test(event.type)) return withMessages(plan, event, shown)
  const isHere = event.guild !== null && event.guild === shown.guildId
  // A name or role shown beside messages may have changed with the member.
  return {
    ...plan,
    people: plan.people || ofPeople.test(event.type),
    guild: plan.guild || isHere,
    dms: plan.dms || event.guild === null,
    commands: plan.commands || (isHere && ofPermissions.test(event.type)),
    channels: concernsOpen(event, shown, isHere) ? new Set([...plan.channels, shown.channelId]) : plan.channels,
  }
}

/** The least that has to be fetched after these events, on top of what is planned already. */
export const planRefresh = (events: readonly EventLine[], shown: Shown, before: RefreshPlan = nothing): RefreshPlan =>
  events.reduce((plan, event) => withOne(plan, event, shown), before)
