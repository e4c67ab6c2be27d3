import type { GuildCtx } from '../../../core/context.ts'
import { explainDiscordError } from '../../../core/discord-reactions.ts'
import { AppError, DiscordError, type ErrorCode, isDiscordError } from '../../../core/errors.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import type { Localised } from '../../../core/text.ts'
import { type Case, finishCase } from '../../../services/cases/index.ts'
import { banMember, kickMember, timeoutMember, unbanMember } from '../../../services/discord/members.ts'
import { quoteUser } from '../messages/words.ts'
import { answerTexts } from '../texts/answers.ts'

/** Discord docs: topics/opcodes-and-status-codes, "JSON". */
const UNKNOWN_USER = 10013

export interface EffectOptions {
  deleteMessageSeconds?: number | undefined
  /** A job that may have been here before: what is done already is no failure. */
  isRepeatable?: boolean
}

/** For the guild's own audit log: who did it, which case, why. */
export function auditReason({ moderatorName, moderatorId, number, reason }: Case): string {
  const moderator = `${moderatorName ?? 'moderator'} (${moderatorId})`
  return reason === null ? `${moderator} · case #${number}` : `${moderator} · case #${number}: ${reason}`
}

/**
 * Lets Discord do what the case says. Throws what Discord answers, `AppError('conflict')` for someone who just left, and
 * `AppError('nothing_to_do')` for someone who is not banned.
 */
export async function applyEffect(ctx: GuildCtx, opened: Case, options: EffectOptions = {}): Promise<void> {
  const { userId, action } = opened
  if (userId === null) return
  const change = { guildId: ctx.guild.id, userId, reason: auditReason(opened) }
  const { deleteMessageSeconds = 0, isRepeatable = false } = options
  switch (action) {
    case 'timeout':
      await timeoutMember(ctx, { ...change, until: opened.expiresAt })
      return
    case 'untimeout':
      await timeoutMember(ctx, { ...change, until: null })
      return
    case 'kick':
      if ((await kickMember(ctx, change)) === 'not-member' && !isRepeatable) {
        throw new AppError('conflict', answerTexts('left'))
      }
      return
    case 'ban':
    case 'tempban':
      await banMember(ctx, { ...change, deleteMessageSeconds })
      return
    case 'softban':
      await banMember(ctx, { ...change, deleteMessageSeconds })
      await unbanMember(ctx, change)
      return
    case 'unban':
      await unban(ctx, opened, change)
      return
    default:
      return
  }
}

async function unban(
  ctx: GuildCtx,
  opened: Case,
  change: { guildId: Snowflake; userId: Snowflake; reason: string },
): Promise<void> {
  if ((await unbanMember(ctx, change)) === 'unbanned') return
  throw new AppError('nothing_to_do', answerTexts('notBanned', { user: quoteUser(opened) }))
}

/**
 * `applyEffect`, and the case becomes `failed` when Discord does not do it.
 * Throws `AppError` that says why. The case stays pending when nobody knows whether it happened, or a job will try again.
 */
export async function applyOrFail(ctx: GuildCtx, opened: Case, options: EffectOptions = {}): Promise<void> {
  try {
    await applyEffect(ctx, opened, options)
  } catch (error) {
    if (!(error instanceof DiscordError) && !(error instanceof AppError)) throw error
    if (error instanceof AppError && mayStillHappen(error, options)) throw error
    ctx.background(finishCase(ctx, opened, { status: 'failed' }))
    const { code, why } = explain(error)
    throw new AppError(code, answerTexts('effectFailed', { number: opened.number, why }), { cause: error })
  }
}

/** Nobody needs to be on the server for most of this, so "not here" would be the wrong word for a deleted account. */
function explain(error: AppError | DiscordError): { code: ErrorCode; why: Localised } {
  if (error instanceof AppError) return { code: error.code, why: error.text }
  if (isDiscordError(error, UNKNOWN_USER)) return { code: 'not_found', why: answerTexts('unknownUser') }
  return { code: 'discord', why: explainDiscordError(error) }
}

function mayStillHappen({ code }: AppError, { isRepeatable = false }: EffectOptions): boolean {
  return code === 'uncertain' || (isRepeatable && code === 'unavailable')
}
