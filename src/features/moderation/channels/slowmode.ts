import { formatDuration, parseDuration } from '../../../core/duration.ts'
import { AppError } from '../../../core/errors.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { mentionChannel } from '../../../core/markdown.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import type { Localised } from '../../../core/text.ts'
import type { Case } from '../../../services/cases/index.ts'
import { editChannel, getChannel } from '../../../services/discord/channels.ts'
import { carryOut } from './carry-out.ts'
import { channelTexts as texts } from './texts.ts'

const SECOND = 1000
/** Discord docs: resources/channel, "rate_limit_per_user". */
const MOST_MS = 21_600 * SECOND
const OFF = new Set(['0', '0s', 'off', 'none', 'aus', 'non', 'désactivé'])

/** Whole seconds; 0 for the words that mean "off". Throws `AppError('invalid_input')` for anything else that is no duration. */
export function parseSlowmode(given: string): number {
  if (OFF.has(given.trim().toLowerCase())) return 0
  return Math.round(parseDuration(given, { leastMs: SECOND, mostMs: MOST_MS }) / SECOND)
}

export function describeSlowmode(channelId: Snowflake, seconds: number): Localised {
  const channel = mentionChannel(channelId)
  return seconds === 0
    ? texts('slowNone', { channel })
    : texts('slowNow', { channel, duration: formatDuration(seconds * SECOND) })
}

/** Seconds between two messages of a person. Throws `AppError('invalid_input')` for channels that have no such thing. */
export async function readSlowmode(ctx: InteractionCtx, channelId: Snowflake): Promise<number> {
  const channel = await getChannel(ctx, { channelId })
  if (!('rate_limit_per_user' in channel)) throw new AppError('invalid_input', texts('noSlowmode'))
  return channel.rate_limit_per_user ?? 0
}

/** Throws `AppError('nothing_to_do')` when the channel has it already: there is nothing to record then. */
export async function setSlowmode(
  ctx: InteractionCtx,
  { channelId, seconds, reason }: { channelId: Snowflake; seconds: number; reason: string | undefined },
): Promise<Case> {
  const before = await readSlowmode(ctx, channelId)
  if (before === seconds) throw new AppError('nothing_to_do', texts('slowSame', { channel: mentionChannel(channelId) }))
  return carryOut(ctx, { action: 'slowmode', channelId, reason, details: { seconds, before } }, async (why) => {
    await editChannel(ctx, { channelId, changes: { rate_limit_per_user: seconds }, reason: why })
  })
}
