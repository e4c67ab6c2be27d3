import type { GuildCtx } from '../../../core/context.ts'
import { AppError } from '../../../core/errors.ts'
import type { Localised } from '../../../core/text.ts'
import { type Case, caseIdFrom, type EscalationLevel, findCase, finishCase } from '../../../services/cases/index.ts'
import { judge, type Verdict } from '../../../services/permissions/hierarchy.ts'
import { caseName, quoteUser } from '../messages/words.ts'
import { moderationSettings } from '../settings.ts'
import { caseTexts } from '../texts/cases.ts'
import { type Attempt, firstAttempt, logNews, readBackSince } from './log.ts'
import { punish } from './punish.ts'
import { freshSubject, type Subject } from './subject.ts'

/**
 * Carries out the level that a warning crossed, as the bot and with a case of its own. Called again it finds that case and
 * finishes what is left to do. Where it must not or cannot act it says so in the log channel.
 * Throws `AppError('unavailable')` when Discord cannot be reached, so that the job tries again.
 */
export async function escalate(ctx: GuildCtx, warningId: string, run: Attempt = firstAttempt): Promise<void> {
  const warning = await findCase(ctx, warningId)
  if (warning === undefined || warning.status === 'deleted') return
  const { userId, escalation: level } = warning
  if (userId === null || level === null) return
  const caseId = await caseIdFrom(`escalate:${warningId}`)
  const earlier = await findCase(ctx, caseId)
  if (earlier !== undefined && earlier.status !== 'pending') return
  const subject = await freshSubject(ctx, userId)
  if (earlier?.action === 'kick' && subject.member === undefined) {
    await finishCase(ctx, earlier, { status: 'active' })
    return
  }
  const verdict = await judgeBot(ctx, subject)
  const obstacle = subject.member === undefined && level !== 'ban' ? 'left' : verdict
  if (obstacle !== 'ok') return report(ctx, { warning, level, obstacle, run })
  await carryOut(ctx, { warning, level, subject, caseId, run })
}

interface Step {
  warning: Case
  level: EscalationLevel
  subject: Subject
  caseId: string
  run: Attempt
}

async function carryOut(ctx: GuildCtx, { warning, level, subject, caseId, run }: Step): Promise<void> {
  const { escalation_timeout_duration: durationMs } = await ctx.guild.settings(moderationSettings)
  const count = Number(warning.details['warnings'] ?? 0)
  const reason = caseTexts('escalationReason', { count, number: warning.number })(ctx.guild.locale)
  try {
    await punish(ctx, {
      action: level,
      subject,
      source: 'escalation',
      caseId,
      reason,
      isRepeatable: true,
      ...(level === 'timeout' ? { durationMs } : {}),
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable' || error.code === 'uncertain') throw error
    await report(ctx, { warning, level, obstacle: error.text, run })
  }
}

/** The bot acts for nobody here, so only its own place in the role order counts. */
async function judgeBot(ctx: GuildCtx, { id, member }: Subject): Promise<Verdict> {
  const facts = await ctx.guild.facts()
  const { botId } = ctx.discord
  return judge({
    facts,
    botId,
    executor: { id: botId, roles: facts.botRoles },
    target: { id, roles: member?.roles ?? [] },
  })
}

interface Obstacle {
  warning: Case
  level: EscalationLevel
  obstacle: Exclude<Verdict, 'ok'> | 'left' | Localised
  run: Attempt
}

async function report(ctx: GuildCtx, { warning, level, obstacle, run }: Obstacle): Promise<void> {
  ctx.log.warn('escalation not carried out', {
    caseId: warning.id,
    level,
    obstacle: typeof obstacle === 'function' ? obstacle('en') : obstacle,
  })
  const about = { user: quoteUser(warning), action: caseName({ action: level, source: 'escalation' }) }
  await logNews(ctx, {
    about: warning,
    tone: 'warning',
    title: caseTexts('notEscalated', { number: warning.number }),
    body: obstacleText(obstacle, about),
    key: `blocked:${warning.id}`,
    readBackSince: readBackSince(run, warning.createdAt),
  })
}

function obstacleText(obstacle: Obstacle['obstacle'], about: { user: string; action: Localised }): Localised {
  if (typeof obstacle === 'function') return caseTexts('escalationRefused', { ...about, why: obstacle })
  if (obstacle === 'left') return caseTexts('escalationLeft', about)
  return caseTexts(obstacle === 'owner' ? 'escalationOwner' : 'escalationOrder', about)
}
