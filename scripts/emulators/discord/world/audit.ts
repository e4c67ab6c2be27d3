import type { AuditLogEvent } from 'discord-api-types/v10'
import type { AuditChange, AuditEntry, Guild, Snowflake, World } from './types.ts'

export interface AuditInput {
  action: AuditLogEvent
  userId: Snowflake
  targetId?: Snowflake | null
  reason?: string | null
  changes?: AuditChange[]
  options?: Record<string, string>
}

/** The entry as the API shows it. */
export const renderAuditEntry = (entry: AuditEntry) => ({
  id: entry.id,
  action_type: entry.actionType,
  user_id: entry.userId,
  target_id: entry.targetId,
  ...(entry.changes.length > 0 && { changes: entry.changes }),
  ...(entry.options !== null && { options: entry.options }),
  ...(entry.reason !== null && { reason: entry.reason }),
})

/** Writes the guild's audit log (oldest entries go when it is full) and tells listeners. */
export const recordAudit = (world: World, guild: Guild, input: AuditInput): AuditEntry => {
  const entry: AuditEntry = {
    id: world.newId(),
    actionType: input.action,
    userId: input.userId,
    targetId: input.targetId ?? null,
    reason: input.reason ?? null,
    changes: input.changes ?? [],
    options: input.options ?? null,
  }
  guild.auditLog.push(entry)
  if (guild.auditLog.length > world.limits.auditEntries) guild.auditLog.shift()
  world.emit({ type: 'GUILD_AUDIT_LOG_ENTRY_CREATE', guildId: guild.id, payload: renderAuditEntry(entry) })
  return entry
}

/** The fields that differ, as the audit log lists them. Values are compared by their JSON text. */
export const changesBetween = (before: Record<string, unknown>, after: Record<string, unknown>): AuditChange[] =>
  Object.keys(after).flatMap((key) => {
    if (JSON.stringify(before[key]) === JSON.stringify(after[key])) return []
    return [{ key, old_value: before[key], new_value: after[key] }]
  })
