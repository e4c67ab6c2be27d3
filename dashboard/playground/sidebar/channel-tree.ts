import { ChannelType } from 'discord-api-types/v10'
import { isOpenable } from '../state/landing.ts'
import type { Channel, JoinedGuild } from '../state/types.ts'

export interface ChannelNode {
  channel: Channel
  /** Open threads of a text channel; a forum shows its posts inside. */
  threads: Channel[]
}

export interface ChannelSection {
  /** Null: channels above all categories. */
  category: Channel | null
  nodes: ChannelNode[]
}

const isVoice = ({ type }: Channel): boolean => type === ChannelType.GuildVoice || type === ChannelType.GuildStageVoice

const isForum = ({ type }: Channel): boolean => type === ChannelType.GuildForum || type === ChannelType.GuildMedia

/** Discord lists voice channels below the others of a category, each kind by position. */
const inOrder = (a: Channel, b: Channel): number =>
  Number(isVoice(a)) - Number(isVoice(b)) || (a.position ?? 0) - (b.position ?? 0)

/** The visible channels as the sidebar shows them. Categories without a visible channel fall away. */
export const channelTree = (guild: Pick<JoinedGuild, 'channels' | 'threads'>): ChannelSection[] => {
  const open = guild.channels.filter(isOpenable)
  const categories = guild.channels
    .filter(({ type }) => type === ChannelType.GuildCategory)
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const ids = new Set(categories.map(({ id }) => id))
  const nodesIn = (parentId: string | null): ChannelNode[] =>
    open
      .filter(({ parent_id }) => (parent_id && ids.has(parent_id) ? parent_id : null) === parentId)
      .toSorted(inOrder)
      .map((channel) => ({ channel, threads: threadsOf(channel, guild.threads) }))
  return [
    { category: null, nodes: nodesIn(null) },
    ...categories.map((category) => ({ category, nodes: nodesIn(category.id) })),
  ].filter(({ nodes }) => nodes.length > 0)
}

const threadsOf = (channel: Channel, threads: readonly Channel[]): Channel[] =>
  isForum(channel)
    ? []
    : threads.filter(({ parent_id, thread_metadata }) => parent_id === channel.id && !thread_metadata?.archived)
