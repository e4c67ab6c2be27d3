import { setTimeout as sleep } from 'node:timers/promises'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import { startWorld, type World } from '../harness/world.ts'
import { type CommandRow, everyCommand } from './every-command.ts'

export interface Run {
  row: CommandRow
  result: InteractionResult
  /** All that the person saw in the end, as JSON. */
  text: string
  /** Until the last of it was there. */
  elapsedMs: number
}

/** A message that was put off shows up as an edit or, where only one person may see it, as a new message. */
async function textOf(world: World, { response, interaction }: InteractionResult): Promise<string> {
  const { interactions, channels } = world.stack.discord.world
  const isPutOff = /^\{"type":[56]/.test(JSON.stringify(response))
  if (!isPutOff) return JSON.stringify(response)
  const record = interactions.get(interaction.id)
  for (let waited = 0; waited < 3000; waited += 20) {
    const ids = [record?.originalMessageId, ...(record?.followupIds ?? [])]
    const found = ids.map((id) => channels.get(interaction.channelId)?.messages.get(id ?? '')?.data)
    const text = JSON.stringify(found.filter((data) => data !== undefined && (data.components ?? []).length > 0))
    if (text !== '[]') return text
    await sleep(20)
  }
  return ''
}

/** A guild of its own, so that what one outage did to people does not matter to the next. */
export async function makePlace(world: World, guild: string) {
  await world.emulator('guilds', { name: guild, ownerName: `${guild}-owner`, moderators: 0, members: 8 })
  const place = { guild, channel: 'general' }
  const said = await world.emulator<{ message: { id: string } }>('messages', {
    ...place,
    user: `${guild}-member1`,
    content: 'buy this',
  })
  const rows = everyCommand((n) => `${guild}-member${n}`, said.message.id)
  const run = async (row: CommandRow): Promise<Run> => {
    const start = performance.now()
    const { name, standsAlone: _, ...call } = row
    const result = await world.command(name, { ...place, ...call, user: `${guild}-owner` })
    const text = await textOf(world, result)
    return { row, result, text, elapsedMs: Math.round(performance.now() - start) }
  }
  return { rows, run }
}

/** What commands change: rows of Postgres, and Discord's audit log, bans and messages of the guild. */
export async function stateOf(world: World, guild: string) {
  const discord = world.stack.discord.world
  const found = [...discord.guilds.values()].find(({ name }) => name === guild)
  const tables = ['moderation_cases', 'jobs', 'inbox', 'settings_history']
  const known = await world.sql<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public'`)
  const counts: Record<string, unknown> = {}
  for (const table of tables.filter((name) => known.some(({ tablename }) => tablename === name))) {
    counts[table] = await world.sql(`select count(*)::int as n from ${table} where guild_id = $1`, [found?.id ?? ''])
  }
  return { counts, audit: found?.auditLog.length, bans: found?.bans.size, members: found?.members.size }
}

export const startOutageWorld = (): Promise<World> => startWorld({ target: 'workerd' })
