import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10'
import type { Channel, Guild, Member, Message, World } from '../../world/types.ts'
import type { Outcome } from './format.ts'
import { type Names, relativeTime } from './names.ts'
import { fingerprint, readMessage } from './reading.ts'

/** The world as it was looked at last. */
interface Sight {
  messages: Map<string, { message: Message; print: string }>
  people: Map<string, Line>
  places: Map<string, Line>
}

/** `raw` tells whether something changed; `words` are the same in every run. */
interface Line {
  raw: string
  words: string
}

const permissionNames = (bits: string): string => {
  const all = BigInt(bits)
  return Object.entries(PermissionFlagsBits)
    .flatMap(([name, bit]) => ((all & bit) === bit ? [name] : []))
    .join(' ')
}

interface Person {
  guild: Guild
  member: Member
  startedAt: number
}

const memberLine = (world: World, names: Names, { guild, member, startedAt }: Person): Line => {
  const roles = [...member.roles].map((id) => names.role(id) ?? '?').sort()
  const voice = guild.voiceStates.get(member.userId)?.channel_id
  const until = member.timeoutUntil !== null && member.timeoutUntil > world.now() ? member.timeoutUntil : null
  const words = [
    `roles ${roles.join(', ') || 'none'}`,
    ...(member.nick === null ? [] : [`called "${member.nick}"`]),
    ...(until === null ? [] : [`timed out until ${relativeTime((until - startedAt) / 1000)}`]),
    ...(voice ? [`in voice ${names.channel(voice) ?? '?'}`] : []),
    ...(member.mute ? ['muted'] : []),
    ...(member.deaf ? ['deafened'] : []),
  ]
  return { raw: [...words.filter((word) => !word.startsWith('timed out')), until].join('; '), words: words.join('; ') }
}

const channelLine = (names: Names, channel: Channel): Line => {
  const words = [
    `name ${channel.name ?? 'none'}`,
    ...(channel.topic ? [`topic ${channel.topic}`] : []),
    ...(channel.rateLimitPerUser > 0 ? [`slow mode ${channel.rateLimitPerUser} s`] : []),
    ...(channel.thread?.archived ? ['archived'] : []),
    ...(channel.thread?.locked ? ['locked'] : []),
    ...[...channel.overwrites.values()].map(({ id, type, allow, deny }) => {
      const who = type === OverwriteType.Role ? `@&${names.role(id) ?? '?'}` : `@${names.user(id) ?? '?'}`
      return `${who} may [${permissionNames(allow)}] may not [${permissionNames(deny)}]`
    }),
  ].join('; ')
  return { raw: words, words }
}

const peopleOf = (world: World, names: Names, startedAt: number): Map<string, Line> => {
  const people = new Map<string, Line>()
  for (const guild of world.guilds.values()) {
    for (const member of guild.members.values())
      people.set(
        `${names.user(member.userId)} in ${guild.name}`,
        memberLine(world, names, { guild, member, startedAt }),
      )
    for (const ban of guild.bans.values())
      people.set(`${names.user(ban.userId)} in ${guild.name}`, {
        raw: `banned: ${ban.reason}`,
        words: `banned: ${names.readable(ban.reason ?? '', startedAt)}`,
      })
  }
  return people
}

const look = (world: World, names: Names, startedAt: number): Sight => {
  names.learn()
  const channels = [...world.channels.values()]
  const messages = channels.flatMap((channel) => [...channel.messages.values()])
  return {
    messages: new Map(messages.map((message) => [message.data.id, { message, print: fingerprint(message) }])),
    people: peopleOf(world, names, startedAt),
    places: new Map(
      channels
        .filter(({ guildId }) => guildId !== null)
        .map((channel) => [
          `#${names.channel(channel.id)} in ${names.guild(channel.guildId ?? '')}`,
          channelLine(names, channel),
        ]),
    ),
  }
}

/** `dennis in Guildhall Demo: …` for whatever is not as it was. */
const changedLines = (before: Map<string, Line>, after: Map<string, Line>): string[] =>
  [
    ...[...after]
      .filter(([key, { raw }]) => before.get(key)?.raw !== raw)
      .map(([key, { words }]) => `${key}: ${words}`),
    ...[...before.keys()].filter((key) => !after.has(key)).map((key) => `${key}: gone`),
  ].sort()

/** In the order of places: between channels the order of a run is chance. */
const messagesSince = (names: Names, before: Sight, after: Sight) =>
  [...after.messages]
    .filter(([id, { print }]) => before.messages.get(id)?.print !== print)
    .map(([id, { message }]) => ({
      message,
      change: before.messages.has(id) ? ('edited' as const) : ('new' as const),
      place: `${message.guildId ?? '~'} ${names.channel(message.channelId)}`,
    }))
    .sort((a, b) => compare(a.place, b.place) || compare(a.message.data.id, b.message.data.id))

/** Ids of one time have the same length, so they compare as text. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export interface View {
  /** A step begins: times are told from here. */
  begin(): void
  /** What has changed since the last step was accepted. */
  changes(): Changes
  /** As `changes`; the next step is compared with what is there now, and new messages keep their names. */
  accept(): Changes
}
export type Changes = Pick<Outcome, 'messages' | 'deleted' | 'people' | 'places'>

const changesBetween = (world: World, names: Names, { before, after }: { before: Sight; after: Sight }): Changes => {
  const messages = messagesSince(names, before, after).map((entry) => readMessage(world, names, entry))
  const deleted = [...before.messages.keys()].filter((id) => !after.messages.has(id)).map(names.message)
  const people = changedLines(before.people, after.people)
  const places = changedLines(before.places, after.places)
  return {
    ...(messages.length > 0 && { messages }),
    ...(deleted.length > 0 && { deleted }),
    ...(people.length > 0 && { people }),
    ...(places.length > 0 && { places }),
  }
}

export const createView = (world: World, names: Names): View => {
  let startedAt = world.now()
  let before = look(world, names, startedAt)
  return {
    begin() {
      startedAt = world.now()
    },
    changes() {
      const undo = names.checkpoint()
      const changes = changesBetween(world, names, { before, after: look(world, names, startedAt) })
      undo()
      return changes
    },
    accept() {
      const after = look(world, names, startedAt)
      const changes = changesBetween(world, names, { before, after })
      before = after
      return changes
    },
  }
}
