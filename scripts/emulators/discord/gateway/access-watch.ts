import { GatewayIntentBits } from 'discord-api-types/v10'
import { guildThreads } from '../world/access.ts'
import { renderChannel } from '../world/render.ts'
import type { Channel, Guild, Snowflake, World, WorldEvent } from '../world/types.ts'
import { threadMember } from './events/channels.ts'
import { botCan, botSees, type Dispatch, isBotIn } from './events/dispatch.ts'

const canOpenChannels = new Set([
  'CHANNEL_UPDATE',
  'GUILD_ROLE_UPDATE',
  'GUILD_ROLE_DELETE',
  'GUILD_MEMBER_UPDATE',
  'GUILD_UPDATE',
])

/**
 * Notices when the bot gains sight of channels that hold threads, which Discord tells with THREAD_LIST_SYNC.
 * Discord docs: events/gateway-events#thread-list-sync.
 */
export const createAccessWatch = (world: World) => {
  const seen = new Map<Snowflake, boolean>()

  const parents = (guild: Guild): Channel[] => {
    const ids = new Set(guildThreads(world, guild.id).flatMap(({ parentId }) => parentId ?? []))
    return [...ids].flatMap((id) => world.channels.get(id) ?? [])
  }

  const sync = (guild: Guild, channelIds: Snowflake[]): Dispatch => {
    const threads = guildThreads(world, guild.id).filter(
      (thread) =>
        channelIds.includes(thread.parentId ?? '') && thread.thread?.archived === false && botSees(world, thread),
    )
    const bot = world.application.botId
    return {
      type: 'THREAD_LIST_SYNC',
      guildId: guild.id,
      intents: GatewayIntentBits.Guilds,
      data: () => ({
        guild_id: guild.id,
        channel_ids: channelIds,
        threads: threads.map((thread) => renderChannel(world, thread)),
        members: threads.filter(({ thread }) => thread?.memberIds.has(bot)).map((thread) => threadMember(thread, bot)),
      }),
    }
  }

  return {
    /** Notes which channels the bot sees now, without telling. */
    remember(guild: Guild): void {
      for (const channel of parents(guild)) seen.set(channel.id, botCan(world, channel))
    },
    /** The THREAD_LIST_SYNC that an event brings about, or null. */
    gained(event: WorldEvent): Dispatch | null {
      const guild = event.guildId === null ? undefined : world.guilds.get(event.guildId)
      if (!canOpenChannels.has(event.type) || !isBotIn(world, guild)) return null
      const opened = parents(guild).filter((channel) => {
        const sees = botCan(world, channel)
        const before = seen.get(channel.id)
        seen.set(channel.id, sees)
        return sees && before === false
      })
      return opened.length === 0
        ? null
        : sync(
            guild,
            opened.map(({ id }) => id),
          )
    },
  }
}
