import type { GuildCtx } from '../../../core/context.ts'
import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'
import { getMember } from '../../../services/discord/members.ts'
import type { Person } from '../../../services/permissions/hierarchy.ts'
import { type Counts, type Run, readItems, readRefused, takeStep } from '../run-store.ts'
import { checkingCard, previewCard } from './massban-view.ts'
import { checkMembers } from './members.ts'
import { showProgress } from './progress-message.ts'
import { nextStep, previewExpiry, runJobs } from './run-jobs.ts'

/** Requests of one Worker run are limited to 50 on Cloudflare's free plan, those for the database included. */
export const LOOKUPS_PER_STEP = 30
const LOOKUP_BUDGET_MS = 20_000
export const PREVIEW_MS = 10 * 60_000

/** Looks up the next members of a long list; after the last ones the preview is shown. */
export async function checkNext(ctx: GuildCtx, run: Run, counts: Counts): Promise<void> {
  const executor = (await fetchPerson(ctx, run.createdBy)) ?? { id: run.createdBy, roles: [] }
  const items = await readItems(ctx, { runId: run.id, state: 'new', limit: LOOKUPS_PER_STEP })
  const ids = items.map((item) => item.subjectId)
  const changes = await checkMembers(ctx, { executor, ids, deadline: lookupDeadline(ctx) })
  const isLast = changes.length === counts.new
  const expiresAt = new Date(ctx.now().getTime() + PREVIEW_MS)
  const taken = await takeStep(ctx, run, {
    changes,
    set: isLast ? { state: 'preview', expiresAt } : {},
    next: (step) =>
      isLast ? previewExpiry(run.id, expiresAt) : nextStep(ctx, runJobs.massbanStep, { runId: run.id, step }),
  })
  if (taken === undefined) return
  const ready = counts.ready + changes.filter((change) => change.state === 'ready').length
  if (!isLast) {
    const now = { ...counts, new: counts.new - changes.length, ready: counts.ready + changes.length }
    return showProgress(ctx, taken, (locale) => checkingCard(locale, taken, now))
  }
  const refused = await readRefused(ctx, run.id)
  await showProgress(ctx, taken, (locale) => previewCard(locale, { run: taken, ready, refused }))
}

export function lookupDeadline(ctx: GuildCtx): Date {
  return new Date(ctx.now().getTime() + LOOKUP_BUDGET_MS)
}

/** The member as they are now; `undefined` when they left. */
export async function fetchPerson(ctx: GuildCtx, id: Snowflake): Promise<Person | undefined> {
  const member = await getMember(ctx, { guildId: ctx.guild.id, userId: id })
  return member === undefined ? undefined : { id, roles: member.roles.filter(isSnowflake) }
}
