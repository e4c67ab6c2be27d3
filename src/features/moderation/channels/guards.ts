import type { APIInteractionDataResolvedChannel } from 'discord-api-types/v10'
import { botNeeds, type Guard, requirePermission } from '../../../core/guards.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import type { Permission } from '../../../core/permissions.ts'
import type { Snowflake } from '../../../core/snowflake.ts'

export interface ChannelInput {
  channel: (APIInteractionDataResolvedChannel & { id: Snowflake }) | undefined
}

interface Needs {
  user: Permission
  bot: Permission
}

/**
 * Both permissions in the channel that is meant, which need not be the one where the command was written: Discord sends the
 * caller's and the bot's with each channel option (Discord docs: interactions/receiving-and-responding, "Resolved Data").
 */
export function needsInChannel({ user, bot }: Needs): Guard<ChannelInput> {
  return {
    kind: 'channel-permission',
    permissions: [user],
    async check(ctx, { channel }) {
      const there = channel === undefined ? ctx : inChannel(ctx, channel)
      await requirePermission(user).check(there, undefined)
      await botNeeds(bot).check(there, undefined)
    },
  }
}

function inChannel(ctx: InteractionCtx, channel: APIInteractionDataResolvedChannel): InteractionCtx {
  const { permissions, app_permissions: own } = channel
  return {
    ...ctx,
    actor: { ...ctx.actor, permissions: BigInt(permissions) },
    interaction: {
      ...ctx.interaction,
      appPermissions: own === undefined ? ctx.interaction.appPermissions : BigInt(own),
    },
  }
}
