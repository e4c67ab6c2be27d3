import type { Snowflake, World } from '../world/types.ts'
import { leaveVoice } from '../world/voice.ts'
import type { Connection } from './connection.ts'
import { isBotIn } from './events/dispatch.ts'
import type { Session } from './session.ts'
import { shardOf } from './shards.ts'

/** The sessions of the bot, and which connection each of them has. */
export interface Registry {
  readonly sessions: Map<string, Session>
  /** Gives a session its connection; an older connection of it is closed. */
  attach(session: Session, connection: Connection): void
  /** Leaves a session without a connection: events gather until it is resumed or its time is over. */
  detach(session: Session): void
  /** Ends a session: it cannot be resumed. With its last session of a shard the bot leaves voice there. */
  end(session: Session): void
}

/** True when that guild's events (null: those of direct messages) go to the session's shard. */
export const isOnShard = (session: Session, guildId: Snowflake | null): boolean =>
  shardOf(guildId, session.shard[1]) === session.shard[0]

/** The guilds of a shard that the bot is in. */
export const guildsOf = (world: World, shard: readonly [id: number, count: number]): Snowflake[] =>
  [...world.guilds.values()]
    .filter((guild) => isBotIn(world, guild) && shardOf(guild.id, shard[1]) === shard[0])
    .map(({ id }) => id)

const hangUp = (world: World, shard: Session['shard']): void => {
  for (const id of guildsOf(world, shard)) {
    const guild = world.guilds.get(id)
    if (guild) leaveVoice(world, guild, world.application.botId)
  }
}

const release = (session: Session): void => {
  if (session.expiry) clearTimeout(session.expiry)
  session.expiry = null
  if (session.connection) session.connection.session = null
  session.connection = null
}

/** A registry without sessions. */
export const createRegistry = (world: World): Registry => {
  const sessions = new Map<string, Session>()

  const end = (session: Session): void => {
    release(session)
    if (!sessions.delete(session.id)) return
    const hasOther = [...sessions.values()].some(({ shard }) => shard[0] === session.shard[0])
    if (!hasOther) hangUp(world, session.shard)
  }

  const detach = (session: Session): void => {
    release(session)
    session.expiry = setTimeout(() => end(session), world.gateway.settings.resumeWindowMs)
    session.expiry.unref()
  }

  const attach = (session: Session, connection: Connection): void => {
    const before = session.connection
    release(session)
    if (before !== connection) before?.close(4000, 'The session was resumed on another connection.')
    session.connection = connection
    connection.session = session
  }

  return { sessions, attach, detach, end }
}
