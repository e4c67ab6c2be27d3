import type { GuildCtx } from '../../core/context.ts'
import type { Moderator } from './types.ts'

const BOT_NAME = 'Guildhall'

/** The person who asks; where nobody does (jobs, the gateway), the bot itself. */
export function actingModerator(ctx: GuildCtx): Moderator {
  const { actor } = ctx
  return actor.kind === 'member' ? { id: actor.id, name: actor.name } : { id: ctx.discord.botId, name: BOT_NAME }
}
