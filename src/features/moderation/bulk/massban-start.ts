import type { APIAttachment } from 'discord-api-types/v10'
import { AppError } from '../../../core/errors.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { escapeMarkdown } from '../../../core/markdown.ts'
import { type Answer, cut, whisper } from '../../../core/reply.ts'
import { type NewItem, startRun } from '../run-store.ts'
import { lookupDeadline, PREVIEW_MS } from './massban-check.ts'
import { massbanTexts as texts } from './massban-texts.ts'
import { checkingCard, previewCard } from './massban-view.ts'
import { checkMembers, refusalById } from './members.ts'
import { nextStep, previewExpiry, runJobs } from './run-jobs.ts'
import type { MassbanOptions } from './types.ts'
import { type ParsedIds, parseUserIds } from './user-ids.ts'

export const MOST_ACCOUNTS = 1000
/** So few are looked up before the answer; more take several steps. */
const LOOKED_UP_AT_ONCE = 20
const NAMED_INVALID = 10
const WORD_SHOWN = 30
const DAY_SECONDS = 86_400
const FILE_BYTES = 64 * 1024

export interface MassbanInput {
  /** Ids and mentions in any arrangement. */
  list: string
  reason?: string | undefined
  deleteDays: number
}

/** Reads the list, leaves out whom it must, and answers with a preview or, for a long list, with how the check gets on. */
export async function startMassban(ctx: InteractionCtx, input: MassbanInput): Promise<Answer> {
  const parsed = parseUserIds(input.list)
  assertUsable(parsed)
  const facts = await ctx.guild.facts()
  const judging = { facts, botId: ctx.discord.botId, executor: ctx.actor }
  const items = parsed.ids.map((id, position): NewItem => {
    const note = refusalById(judging, id)
    return note === undefined ? { id, position, state: 'new' } : { id, position, state: 'dropped', note }
  })
  const options = optionsOf(input, parsed)
  const isShort = items.filter((item) => item.state === 'new').length <= LOOKED_UP_AT_ONCE
  return isShort
    ? previewNow(ctx, { items, reason: input.reason, options })
    : checkLater(ctx, { items, reason: input.reason, options })
}

function assertUsable({ ids, invalid }: ParsedIds): void {
  if (ids.length === 0) {
    const words = shorten(invalid).map(escapeMarkdown).join(', ')
    throw new AppError('invalid_input', words === '' ? texts('noIds') : texts('onlyInvalid', { words }))
  }
  if (ids.length > MOST_ACCOUNTS) {
    throw new AppError('limit', texts('tooMany', { given: ids.length, most: MOST_ACCOUNTS }))
  }
}

function shorten(words: readonly string[]): string[] {
  return words.slice(0, NAMED_INVALID).map((word) => cut(word, WORD_SHOWN))
}

function optionsOf({ deleteDays }: MassbanInput, { invalid, repeated }: ParsedIds): MassbanOptions {
  return {
    kind: 'massban',
    deleteSeconds: deleteDays * DAY_SECONDS,
    invalid: shorten(invalid),
    invalidCount: invalid.length,
    repeated,
  }
}

interface Prepared {
  items: readonly NewItem[]
  reason: string | undefined
  options: MassbanOptions
}

async function previewNow(ctx: InteractionCtx, { items, reason, options }: Prepared): Promise<Answer> {
  const ids = items.filter((item) => item.state === 'new').map((item) => item.id)
  const changes = await checkMembers(ctx, { executor: ctx.actor, ids, deadline: lookupDeadline(ctx) })
  const byId = new Map(changes.map((change) => [change.id, change]))
  const checked = items.map((item): NewItem => ({ ...item, ...byId.get(item.id) }))
  if (checked.some((item) => item.state === 'new')) return checkLater(ctx, { items: checked, reason, options })
  const expiresAt = new Date(ctx.now().getTime() + PREVIEW_MS)
  const run = { id: ctx.interaction.id, reason: reason ?? null, options, expiresAt }
  const ready = checked.filter((item) => item.state === 'ready').length
  if (ready > 0) {
    const job = previewExpiry(run.id, expiresAt)
    await startRun(ctx, { kind: 'massban', state: 'preview', reason, options, items: checked, expiresAt, job })
  }
  const refused = checked.flatMap(({ id, note }) => (note === undefined ? [] : [{ subjectId: id, note }]))
  return whisper(previewCard(ctx.locale, { run, ready, refused }))
}

async function checkLater(ctx: InteractionCtx, { items, reason, options }: Prepared): Promise<Answer> {
  const runId = ctx.interaction.id
  const job = nextStep(ctx, runJobs.massbanStep, { runId, step: 0 })
  await startRun(ctx, { kind: 'massban', state: 'checking', reason, options, items, job })
  const unchecked = items.filter((item) => item.state === 'new').length
  const counts = { new: unchecked, ready: 0, sent: 0, done: 0, failed: 0, dropped: items.length - unchecked }
  return whisper(checkingCard(ctx.locale, { id: runId }, counts))
}

export function readList(ctx: InteractionCtx, { url }: APIAttachment): Promise<string> {
  return ctx.discord.download({ url, maxBytes: FILE_BYTES })
}
