import type { SettingsOf, StoredSettings } from '../../core/context.ts'
import type { Snowflake } from '../../core/snowflake.ts'

export interface SettingsEntry {
  readonly stored: StoredSettings
  readonly readAt: number
  /** Parsed once per feature and entry: a warm read is two look-ups. */
  readonly parsed: Map<SettingsOf<unknown>, unknown>
}

/** What one isolate remembers of its guilds' settings: plain data, no promise that another request could wait for. */
export interface SettingsMemory {
  get(guildId: Snowflake): SettingsEntry | undefined
  /** Keeps the newer of what is known and what is given; answers it. */
  keep(guildId: Snowflake, stored: StoredSettings, readAt: number): SettingsEntry
}

/** Holds `limit` guilds at most; the one that was read longest ago goes first. */
export function createSettingsMemory(limit = 2000): SettingsMemory {
  const entries = new Map<Snowflake, SettingsEntry>()
  const put = (guildId: Snowflake, entry: SettingsEntry) => {
    entries.delete(guildId)
    entries.set(guildId, entry)
    const [oldest] = entries.keys()
    if (entries.size > limit && oldest !== undefined) entries.delete(oldest)
    return entry
  }
  return {
    get(guildId) {
      const entry = entries.get(guildId)
      // While there is room for as many again, it does not matter who was read last.
      return entry === undefined || entries.size < limit / 2 ? entry : put(guildId, entry)
    },
    keep(guildId, stored, readAt) {
      const known = entries.get(guildId)
      if (known === undefined || stored.revision > known.stored.revision) {
        return put(guildId, { stored, readAt, parsed: new Map() })
      }
      return stored.revision < known.stored.revision ? known : put(guildId, { ...known, readAt })
    },
  }
}
