import type { Actor } from '../../core/context.ts'
import { AppError } from '../../core/errors.ts'
import { hasPermission, permissionName } from '../../core/permissions.ts'
import { texts } from './texts.ts'

/** Throws `AppError('forbidden')` unless the actor may manage the server. */
export function authorise(actor: Actor): void {
  const may = actor.kind === 'member' ? hasPermission(actor.permissions, 'ManageGuild') : actor.kind !== 'gateway'
  if (!may) throw new AppError('forbidden', texts('forbidden', { permission: permissionName('ManageGuild') }))
}

/** How history names who did it: the member's id, else the kind of actor. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'member') return actor.id
  return actor.kind === 'job' ? `job:${actor.id}` : actor.kind
}
