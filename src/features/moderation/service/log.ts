import type { GuildCtx } from '../../../core/context.ts'
import { AppError, DiscordError } from '../../../core/errors.ts'
import type { JobRun } from '../../../core/jobs.ts'
import { card, type MessageBody, row } from '../../../core/reply.ts'
import { type Snowflake, snowflake } from '../../../core/snowflake.ts'
import type { Localised } from '../../../core/text.ts'
import type { Case } from '../../../services/cases/index.ts'
import { sendMessage } from '../../../services/discord/messages.ts'
import { viewCase } from '../components/view-case.ts'
import { actionTone, caseLines, caseTitle, joinLines } from '../messages/case-card.ts'
import { moderationSettings } from '../settings.ts'

export interface LogMessage {
  channelId: Snowflake
  messageId: Snowflake
}

/** How often a job has run, this run included. */
export type Attempt = Pick<JobRun, 'attempt'>

export const firstAttempt: Attempt = { attempt: 1 }

/** Discord's clock makes the message ids and ours the moment that a job is due. */
const CLOCKS_DIFFER_MS = 60_000

/** From when on a job that runs again looks for what it has posted; the first run has posted nothing. */
export function readBackSince({ attempt }: Attempt, due: Date): Date | undefined {
  return attempt > 1 ? new Date(due.getTime() - CLOCKS_DIFFER_MS) : undefined
}

interface LogPost {
  body: MessageBody
  key: string
  readBackSince?: Date | undefined
}

/**
 * Posts to the guild's log channel, once per `key` for some minutes, or since `readBackSince`. `undefined` when there is
 * none or it takes no message: the log never fails what it reports.
 */
export async function postLog(ctx: GuildCtx, post: LogPost): Promise<LogMessage | undefined> {
  const { log_channel_id: channelId } = await ctx.guild.settings(moderationSettings)
  if (channelId === null) return undefined
  try {
    const message = await sendMessage(ctx, { channelId, ...post })
    return { channelId, messageId: snowflake(message.id) }
  } catch (error) {
    if (!(error instanceof DiscordError) && !(error instanceof AppError)) throw error
    ctx.log.warn('log channel takes no message', { channelId, error: error.message })
    return undefined
  }
}

/** A case as it appears in the log channel. */
export async function logCase(ctx: GuildCtx, opened: Case): Promise<LogMessage | undefined> {
  const { locale } = ctx.guild
  const body = card({
    tone: actionTone(opened.action),
    title: caseTitle(opened)(locale),
    body: joinLines(caseLines(opened, ctx.now()), locale),
    parts: [row(viewCase(opened.number, locale))],
  })
  return postLog(ctx, { body, key: `case:${opened.id}` })
}

interface News extends Omit<LogPost, 'body'> {
  about: Case
  title: Localised
  body: Localised
  tone: 'success' | 'warning'
}

/** A short message about a case: its end, or why something was not done. */
export async function logNews(ctx: GuildCtx, news: News): Promise<void> {
  const { locale } = ctx.guild
  const body = card({
    tone: news.tone,
    title: news.title(locale),
    body: news.body(locale),
    parts: [row(viewCase(news.about.number, locale))],
  })
  await postLog(ctx, { body, key: news.key, readBackSince: news.readBackSince })
}
