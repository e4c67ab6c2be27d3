import type { GuildCtx } from '../../../core/context.ts'
import { AppError } from '../../../core/errors.ts'
import type { JobRequest } from '../../../core/jobs.ts'
import {
  type Case,
  type CaseAction,
  type CaseSource,
  type DmOutcome,
  type Evidence,
  finishCase,
  type Moderator,
  type OpenedCase,
  openCase,
  recordDelivery,
} from '../../../services/cases/index.ts'
import { type ModerationSettings, moderationSettings, thresholdsOf } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { caseJob } from './case-jobs.ts'
import { applyOrFail, type EffectOptions } from './effect.ts'
import { logCase } from './log.ts'
import { isTold, tellMember } from './notice.ts'
import type { Subject } from './subject.ts'

export type PersonAction = Exclude<CaseAction, 'purge' | 'slowmode' | 'lock' | 'unlock'>

export interface Order extends EffectOptions {
  action: PersonAction
  subject: Subject
  source: CaseSource
  reason?: string | undefined
  durationMs?: number | undefined
  /** Whether the member gets a message; the guild's setting decides when left out. */
  notify?: boolean | undefined
  evidence?: readonly Evidence[]
  /** For jobs: the same id is carried out once. */
  caseId?: string
  moderator?: Moderator
}

export interface Punished {
  case: Case
  /** Active warnings, this one included; only for a warning. */
  warnings: number | undefined
  /** Known before the answer where the message had to go first. */
  dm: DmOutcome | undefined
  /** Otherwise it is on its way. */
  dmLater: Promise<DmOutcome> | undefined
}

/** After these the bot shares no server with the person, so the message goes first. */
const removals: ReadonlySet<CaseAction> = new Set(['kick', 'ban', 'tempban', 'softban'])

/**
 * Carries out one action against one person: the case in one commit, a message to the person, the effect in Discord; the log
 * and the bookkeeping follow in the background. The caller has checked permissions and role order.
 * Throws `AppError` when nothing happened; a case that was opened by then is `failed` and named in the text.
 */
export async function punish(ctx: GuildCtx, order: Order): Promise<Punished> {
  const settings = await ctx.guild.settings(moderationSettings)
  const reason = checkReason(order, settings)
  const { case: opened, warnings } = await open(ctx, { ...order, reason }, settings)
  const { action } = order
  const tells = isTold(action) && (order.notify ?? settings.dm_on_action) && canBeTold(order.subject)
  const tell = () => (tells ? tellMember(ctx, { opened, action, settings, warnings }) : undefined)
  const dm = removals.has(action) ? await tell() : undefined
  if (opened.status === 'pending') await applyOrFail(ctx, opened, order)
  const dmLater = removals.has(action) ? undefined : tell()
  ctx.background(wrapUp(ctx, opened, { dm, dmLater }))
  return { case: opened, warnings, dm, dmLater }
}

function canBeTold({ isBot, member }: Subject): boolean {
  return !isBot && member !== undefined
}

function checkReason({ reason, action, source }: Order, settings: ModerationSettings): string | undefined {
  const given = reason?.trim()
  if (given !== undefined && given !== '') return given
  if (action === 'note') throw new AppError('invalid_input', answerTexts('noText'))
  if (settings.require_reason && source !== 'escalation') {
    throw new AppError('invalid_input', answerTexts('reasonNeeded'))
  }
  return undefined
}

async function open(ctx: GuildCtx, order: Order, settings: ModerationSettings): Promise<OpenedCase> {
  const { action, subject, source, reason, durationMs, evidence = [], moderator } = order
  const id = order.caseId ?? crypto.randomUUID()
  const isComplete = action === 'warn' || action === 'note'
  const isCounted = action === 'warn' && source !== 'escalation'
  const now = ctx.now()
  return openCase(
    ctx,
    {
      id,
      action,
      source,
      user: { id: subject.id, name: subject.name },
      reason,
      durationMs,
      evidence,
      hidden: action === 'note',
      status: isComplete ? 'active' : 'pending',
      ...(moderator === undefined ? {} : { moderator }),
    },
    {
      jobs: expiryJobs(action, { caseId: id, durationMs, now }),
      ...(isCounted
        ? {
            ladder: {
              thresholds: thresholdsOf(settings),
              decayDays: settings.warning_decay_days,
              job: caseJob('moderation.escalate', { caseId: id, runAt: now }),
            },
          }
        : {}),
    },
  )
}

function expiryJobs(
  action: PersonAction,
  { caseId, durationMs, now }: { caseId: string; durationMs: number | undefined; now: Date },
): JobRequest[] {
  if (durationMs === undefined) return []
  const runAt = new Date(now.getTime() + durationMs)
  if (action === 'tempban') return [caseJob('moderation.lift-ban', { caseId, runAt })]
  return action === 'timeout' ? [caseJob('moderation.expire-case', { caseId, runAt })] : []
}

interface Told {
  dm: DmOutcome | undefined
  dmLater: Promise<DmOutcome> | undefined
}

async function wrapUp(ctx: GuildCtx, opened: Case, told: Told): Promise<void> {
  if (opened.status === 'pending') await finishCase(ctx, opened, { status: 'active', dm: told.dm })
  const later = await told.dmLater
  const log = await logCase(ctx, { ...opened, status: 'active', dm: told.dm ?? later ?? null })
  await recordDelivery(ctx, { id: opened.id, dm: later, log })
}
