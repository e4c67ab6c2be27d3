import type { GuildCtx } from '../../../core/context.ts'
import { explainDiscordError } from '../../../core/discord-reactions.ts'
import { AppError, DiscordError } from '../../../core/errors.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { type Case, finishCase, openCase } from '../../../services/cases/index.ts'
import { auditReason } from '../service/effect.ts'
import { logCase } from '../service/log.ts'
import { answerTexts } from '../texts/answers.ts'

export interface ChannelAction {
  action: 'slowmode' | 'lock' | 'unlock'
  channelId: Snowflake
  reason: string | undefined
  caseId?: string
  durationMs?: number | undefined
  details?: Record<string, string | number | boolean>
}

/**
 * A case, then the effect with the case's number in the audit log, then the log message.
 * Throws `AppError` that says why when Discord refuses; the case is `failed` then.
 */
export async function carryOut(
  ctx: GuildCtx,
  { caseId, ...about }: ChannelAction,
  effect: (reason: string) => Promise<void>,
): Promise<Case> {
  const { case: opened } = await openCase(ctx, {
    ...about,
    source: 'command',
    ...(caseId === undefined ? {} : { id: caseId }),
  })
  try {
    await effect(auditReason(opened))
  } catch (error) {
    if (!(error instanceof DiscordError) && !isKnownFailure(error)) throw error
    ctx.background(finishCase(ctx, opened, { status: 'failed' }))
    const why = error instanceof DiscordError ? explainDiscordError(error) : error.text
    const code = error instanceof DiscordError ? 'discord' : error.code
    throw new AppError(code, answerTexts('effectFailed', { number: opened.number, why }), { cause: error })
  }
  ctx.background(wrapUp(ctx, opened))
  return opened
}

/** An `uncertain` answer leaves the case pending: it may have happened. */
export function isKnownFailure(error: unknown): error is AppError {
  return error instanceof AppError && error.code !== 'uncertain'
}

async function wrapUp(ctx: GuildCtx, opened: Case): Promise<void> {
  await finishCase(ctx, opened, { status: 'active' })
  await logCase(ctx, { ...opened, status: 'active' })
}
