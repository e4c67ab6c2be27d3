import { endPoll } from './polls.ts'
import type { Channel, World } from './types.ts'

const endDuePolls = (world: World): void => {
  for (const [messageId, { channelId, endsAt }] of world.openPolls) {
    if (endsAt > world.now()) continue
    world.openPolls.delete(messageId)
    const message = world.channels.get(channelId)?.messages.get(messageId)
    if (message) endPoll(world, message)
  }
}

const lastActivity = (channel: Channel): number => {
  const newest = channel.lastMessageId === null ? undefined : channel.messages.get(channel.lastMessageId)
  const times = [newest?.data.timestamp, channel.thread?.archiveTimestamp, channel.thread?.createTimestamp]
  return Math.max(...times.map((time) => (time === undefined ? 0 : Date.parse(time))))
}

const archiveIdleThreads = (world: World): void => {
  for (const channel of world.channels.values()) {
    const { thread } = channel
    if (!thread || thread.archived) continue
    if (lastActivity(channel) + thread.autoArchiveMinutes * 60_000 > world.now()) continue
    thread.archived = true
    thread.archiveTimestamp = new Date(world.now()).toISOString()
    world.emit({ type: 'THREAD_UPDATE', guildId: channel.guildId, payload: channel })
  }
}

/** Does what is due by the local clock: polls end, threads without activity are archived. */
export const doDue = (world: World): void => {
  endDuePolls(world)
  archiveIdleThreads(world)
}

const checkEveryMs = 1_000

/** Keeps `doDue` running, every second and whenever the clock is moved. Returns the function that stops it. */
export const watchDue = (world: World): (() => void) => {
  const timer = setInterval(() => doDue(world), checkEveryMs)
  timer.unref()
  const forget = world.clock.onAdvance(() => doDue(world))
  return () => {
    clearInterval(timer)
    forget()
  }
}
