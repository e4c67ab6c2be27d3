import type { GuildCtx } from '../../../core/context.ts'
import { type Snowflake, snowflake } from '../../../core/snowflake.ts'
import { listMessages } from '../../../services/discord/messages.ts'
import type { NewItem, Run } from '../run-store.ts'
import { type FilteredMessage, isOldForBulk, matchesFilter } from './message-filter.ts'
import { purgeOptions } from './purge-view.ts'

export const PAGE = 100
export const PAGES_PER_STEP = 10
/** A rare word in a busy channel would otherwise be looked for until the beginning of time. */
export const MOST_SCANNED = 5000
export const MOST_OLD = 50

export interface Collected {
  found: NewItem[]
  cursor: Snowflake | null
  scanned: number
  isComplete: boolean
}

/** Reads the next pages, newest first, and picks what the filter takes; `known` were found by the steps before. */
export async function collect(ctx: GuildCtx, run: Run, known: { all: number; old: number }): Promise<Collected> {
  const collected: Collected = { found: [], cursor: run.cursor, scanned: run.scanned, isComplete: false }
  for (let page = 0; page < PAGES_PER_STEP && !collected.isComplete; page += 1) {
    const { cursor } = collected
    const before = cursor === null ? {} : { before: cursor }
    const messages = await listMessages(ctx, { channelId: run.channelId, limit: PAGE, ...before })
    take(collected, messages, { run, known, now: ctx.now() })
  }
  return collected
}

interface Taking {
  run: Run
  known: { all: number; old: number }
  now: Date
}

/** Adds what one page gives, and says when nothing more is to be read. */
export function take(collected: Collected, messages: readonly FilteredMessage[], { run, known, now }: Taking): void {
  const { count, filter } = purgeOptions(run)
  for (const message of messages) {
    const id = snowflake(message.id)
    const isOld = isOldForBulk(id, now)
    const old = known.old + collected.found.filter((item) => item.isOld).length
    const isEnough = known.all + collected.found.length >= count
    if (isEnough || (isOld && (!filter.older || old >= MOST_OLD))) {
      collected.isComplete = true
      return
    }
    collected.cursor = id
    collected.scanned += 1
    if (!matchesFilter(message, filter)) continue
    const position = known.all + collected.found.length
    collected.found.push({ id, position, state: 'ready', authorId: snowflake(message.author.id), isOld })
  }
  const isEnough = known.all + collected.found.length >= count
  collected.isComplete = isEnough || messages.length < PAGE || collected.scanned >= MOST_SCANNED
}
