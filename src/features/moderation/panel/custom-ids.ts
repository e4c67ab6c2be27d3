import * as z from 'zod'
import { arg, customIdCodec } from '../../../core/custom-id.ts'
import type { Permission } from '../../../core/permissions.ts'
import type { Snowflake } from '../../../core/snowflake.ts'

/** Panel, buttons and forms name each other, so the ids are made here. They carry whom the panel is about and nothing else. */
export const personArgs = z.object({ user: arg.id() })

function personId(id: string) {
  const codec = customIdCodec(id, personArgs)
  return { id, customId: (user: Snowflake) => codec.encode({ user }) }
}

export const formActions = ['warn', 'timeout', 'kick', 'ban', 'note'] as const
export type FormAction = (typeof formActions)[number]

/** What the moderator needs for each action; the bot needs the same, save for what only it records. */
export const needed = {
  warn: 'ModerateMembers',
  timeout: 'ModerateMembers',
  kick: 'KickMembers',
  ban: 'BanMembers',
  note: 'ModerateMembers',
} as const satisfies Record<FormAction, Permission>

export const panelIds = {
  warn: personId('moderation:panel-warn'),
  timeout: personId('moderation:panel-timeout'),
  kick: personId('moderation:panel-kick'),
  ban: personId('moderation:panel-ban'),
  note: personId('moderation:panel-note'),
  duration: personId('moderation:panel-duration'),
  untimeout: personId('moderation:panel-untimeout'),
  history: personId('moderation:panel-history'),
  refresh: personId('moderation:panel-refresh'),
}
