import type { Snowflake, World } from '../../world/types.ts'

/** Names for ids that differ from run to run, in both directions. */
export interface Names {
  /** Learns everything that the world knows now; what is deleted later keeps its name. */
  learn(): void
  /** `m1`, `m2`, …: the name of a message; new ones get the next. */
  message(id: Snowflake): string
  messageId(name: string): Snowflake | undefined
  /** Takes back the names of messages given since; for a look that may not be the last one. */
  checkpoint(): () => void
  /** Names an interaction by the number of its step, from 1. */
  noteInteraction(id: Snowflake, step: number): void
  stepOfInteraction(id: Snowflake): number | undefined
  interactionOfStep(step: number): Snowflake | undefined
  user(id: Snowflake): string | undefined
  channel(id: Snowflake): string | undefined
  role(id: Snowflake): string | undefined
  guild(id: Snowflake): string | undefined
  /** Text as a person reads it: mentions by name, times relative to `at` (ms), nothing that changes from run to run. */
  readable(text: string, at: number): string
  /** Replaces ids made during this run by `{…}`, and back. */
  hide(text: string): string
  reveal(text: string): string
}

const spanSeconds = 300

/** The demo accounts were made at fixed dates, which are further away each day. */
const longAgoMinutes = 300 * 1440

/** `now`, `+1h`, `-2d3h`: to five minutes, since a run on a slow machine takes longer than the recorded one. */
export const relativeTime = (seconds: number): string => {
  const minutes = Math.round(seconds / spanSeconds) * (spanSeconds / 60)
  if (minutes === 0) return 'now'
  if (-minutes > longAgoMinutes) return 'long ago'
  const total = Math.abs(minutes)
  const parts = [
    [Math.floor(total / 1440), 'd'],
    [Math.floor(total / 60) % 24, 'h'],
    [total % 60, 'm'],
  ] as const
  return (minutes < 0 ? '-' : '+') + parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join('')
}

type Kind = 'user' | 'channel' | 'role' | 'guild'
const marks: Record<Kind, string> = { user: '@', channel: '#', role: '@&', guild: 'guild ' }

/** One map per kind of thing, filled by `learn`. */
const createLexicon = (world: World) => {
  const known: Record<Kind, Map<Snowflake, string>> = {
    user: new Map(),
    channel: new Map(),
    role: new Map(),
    guild: new Map(),
  }
  const dmName = (recipients: Snowflake[]): string => {
    const other = recipients.find((id) => id !== world.application.botId) ?? ''
    return `DM ${world.users.get(other)?.data.username ?? other}`
  }
  const learn = (): void => {
    for (const { data } of world.users.values()) known.user.set(data.id, data.username)
    for (const guild of world.guilds.values()) {
      known.guild.set(guild.id, guild.name)
      for (const role of guild.roles.values()) known.role.set(role.id, role.name)
    }
    for (const { id, name, guildId, recipientIds } of world.channels.values())
      known.channel.set(id, guildId === null ? dmName(recipientIds) : (name ?? id))
  }
  learn()
  const seeded = new Set(Object.values(known).flatMap((map) => [...map.keys()]))
  return { known, learn, isSeeded: (id: Snowflake) => seeded.has(id) }
}

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
const snowflakes = /\b\d{17,20}\b/g

/** Names over a world that was just reset: what is there now has the same id in every run. */
export const createNames = (world: World): Names => {
  const { known, learn, isSeeded } = createLexicon(world)
  const messages = new Map<Snowflake, string>()
  const messageIds = new Map<string, Snowflake>()
  const interactions = new Map<Snowflake, number>()
  const marked = (id: Snowflake): string | undefined => {
    for (const kind of ['user', 'channel', 'role', 'guild'] as const) {
      const name = known[kind].get(id)
      if (name !== undefined) return marks[kind] + name
    }
    return messages.get(id)
  }
  const readable = (text: string, at: number): string =>
    text
      .replace(
        /https?:\/\/[\w.]+(?::\d+)?\/channels\/(?:@me|\d+)\/\d+\/(\d+)/g,
        (_, id) => `(link to ${marked(id) ?? 'a message'})`,
      )
      .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1')
      .replace(/<@!?(\d+)>/g, (_, id) => `@${known.user.get(id) ?? 'unknown user'}`)
      .replace(/<@&(\d+)>/g, (_, id) => `@&${known.role.get(id) ?? 'unknown role'}`)
      .replace(/<#(\d+)>/g, (_, id) => `#${known.channel.get(id) ?? 'unknown channel'}`)
      .replace(/<\/([^:>]+):\d+>/g, '</$1>')
      .replace(/<t:(-?\d+)(:\w)?>/g, (_, unix, style = '') => `<t:${relativeTime(Number(unix) - at / 1000)}${style}>`)
      .replace(uuid, '{uuid}')
      .replace(snowflakes, (id) => marked(id) ?? '{id}')
  return {
    learn,
    message(id) {
      const name = messages.get(id) ?? `m${messages.size + 1}`
      messages.set(id, name)
      messageIds.set(name, id)
      return name
    },
    messageId: (name) => messageIds.get(name),
    checkpoint() {
      const count = messages.size
      return () => {
        for (const [id, name] of [...messages].slice(count)) {
          messages.delete(id)
          messageIds.delete(name)
        }
      }
    },
    noteInteraction: (id, step) => void interactions.set(id, step),
    stepOfInteraction: (id) => interactions.get(id),
    interactionOfStep: (step) => [...interactions].find(([, number]) => number === step)?.[0],
    user: (id) => known.user.get(id),
    channel: (id) => known.channel.get(id),
    role: (id) => known.role.get(id),
    guild: (id) => known.guild.get(id),
    readable,
    hide: (text) =>
      text.replace(snowflakes, (id) => {
        const name = isSeeded(id) ? undefined : marked(id)
        return name === undefined ? id : `{${name}}`
      }),
    reveal: (text) => text.replace(/\{([^{}]+)\}/g, (whole, name) => idOf(name) ?? whole),
  }

  function idOf(name: string): Snowflake | undefined {
    learn()
    for (const kind of ['role', 'guild', 'channel', 'user'] as const) {
      if (!name.startsWith(marks[kind])) continue
      const wanted = name.slice(marks[kind].length)
      const found = [...known[kind]].find(([, own]) => own === wanted)
      if (found) return found[0]
    }
    return messageIds.get(name)
  }
}
