import type { Snowflake, World, WorldEvent } from '../world/types.ts'
import { createAccessWatch } from './access-watch.ts'
import type { Dispatch } from './events/dispatch.ts'
import { openedThread, toDispatch } from './events/index.ts'
import { guildCreate } from './guild-create.ts'
import { neededIntents } from './intents.ts'
import { createRegistry, guildsOf, isOnShard, type Registry } from './registry.ts'
import { deliver, dispatchTail, type Session } from './session.ts'

/** The sessions of the bot, and what the world's events become for each of them. */
export interface Hub extends Registry {
  /** Sends one event to one session. */
  tell(session: Session, type: string, data: unknown): void
  /** GUILD_CREATE for every guild of the session's shard, when it has the intent. */
  announceGuilds(session: Session): void
  /** True when a connected session would hear of that guild (null: of direct messages). */
  isHeard(guildId: Snowflake | null): boolean
  close(): void
}

/** Renders and serialises each view of a dispatch once, however many sessions get it. */
const createViews = (dispatch: Dispatch) => {
  let full: string | null | undefined
  let reduced: string | null | undefined
  const tailOf = (data: unknown) => (data === null ? null : dispatchTail(dispatch.type, data))
  return (intents: number): string | null => {
    if (!dispatch.reduced || (intents & dispatch.reduced.intent) !== 0) {
      if (full === undefined) full = tailOf(dispatch.data())
      return full
    }
    if (reduced === undefined) reduced = tailOf(dispatch.reduced.data())
    return reduced
  }
}

const sendOut = (sessions: Iterable<Session>, dispatch: Dispatch): void => {
  const viewFor = createViews(dispatch)
  for (const session of sessions) {
    if (dispatch.intents !== 0 && (session.intents & dispatch.intents) === 0) continue
    if (dispatch.toAllShards !== true && !isOnShard(session, dispatch.guildId)) continue
    const tail = viewFor(session.intents)
    if (tail !== null) deliver(session, tail)
  }
}

const hasGuilds = (session: Session): boolean => (session.intents & neededIntents('GUILD_CREATE', true)) !== 0

/** The guild that the bot itself joined or left: sessions with GUILDS hear of it by another event than of members. */
const ownMembership = (world: World, event: WorldEvent): { guildId: Snowflake; hasJoined: boolean } | null => {
  const { type, guildId, payload } = event
  if (type !== 'GUILD_MEMBER_ADD' && type !== 'GUILD_MEMBER_REMOVE') return null
  if (guildId === null || typeof payload !== 'object' || payload === null || !('userId' in payload)) return null
  return payload.userId === world.application.botId ? { guildId, hasJoined: type === 'GUILD_MEMBER_ADD' } : null
}

/** Listens to the world and keeps the sessions. */
export const createHub = (world: World): Hub => {
  const registry = createRegistry(world)
  const { sessions } = registry
  const access = createAccessWatch(world)

  const announce = (session: Session, guildId: Snowflake): void => {
    const guild = world.guilds.get(guildId)
    if (!guild) return
    access.remember(guild)
    deliver(session, dispatchTail('GUILD_CREATE', guildCreate(world, guild, session)))
  }

  const changeMembership = (guildId: Snowflake, hasJoined: boolean): void => {
    for (const session of sessions.values()) {
      if (!hasGuilds(session) || !isOnShard(session, guildId)) continue
      if (hasJoined) announce(session, guildId)
      else deliver(session, dispatchTail('GUILD_DELETE', { id: guildId }))
    }
  }

  const broadcast = (event: WorldEvent): void => {
    for (const dispatch of [openedThread(world, event), toDispatch(world, event), access.gained(event)])
      if (dispatch) sendOut(sessions.values(), dispatch)
  }

  const stop = world.onEvent((event) => {
    // The bot's own joining is what tells of a guild; GUILD_CREATE of the world says that it was built.
    if (sessions.size === 0 || event.type === 'GUILD_CREATE') return
    const change = ownMembership(world, event)
    if (change) changeMembership(change.guildId, change.hasJoined)
    else broadcast(event)
  })

  return {
    ...registry,
    tell: (session, type, data) => deliver(session, dispatchTail(type, data)),
    announceGuilds: (session) => {
      if (hasGuilds(session)) for (const id of guildsOf(world, session.shard)) announce(session, id)
    },
    isHeard: (guildId) =>
      [...sessions.values()].some((session) => session.connection?.isOpen() === true && isOnShard(session, guildId)),
    close: () => {
      stop()
      for (const session of [...sessions.values()]) registry.end(session)
    },
  }
}
