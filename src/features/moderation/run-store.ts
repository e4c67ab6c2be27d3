import { and, asc, count, eq, gt, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { GuildCtx } from '../../core/context.ts'
import type { Sql } from '../../core/db.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import type { JobRequest } from '../../core/jobs.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import type { ItemNote, ItemState, RunKind, RunOptions, RunState } from './bulk/types.ts'
import { moderationRunItems as items, type Run, type RunItem, moderationRuns as runs } from './schema.ts'

export type { Run, RunItem } from './schema.ts'

/** Discord's 15 minutes, less what a slow edit can take (Discord docs: interactions/receiving-and-responding). */
export const TOKEN_MS = 14.5 * 60_000

/** What becomes of one item. Fields left out stay as they are. */
export interface ItemChange {
  id: Snowflake
  state: ItemState
  note?: ItemNote | undefined
  name?: string | undefined
  roles?: readonly Snowflake[] | undefined
}

export interface NewItem extends ItemChange {
  position: number
  authorId?: Snowflake
  isOld?: boolean
}

export interface NewRun {
  kind: RunKind
  state: Extract<RunState, 'checking' | 'preview'>
  reason: string | undefined
  options: RunOptions
  items: readonly NewItem[]
  cursor?: Snowflake
  expiresAt?: Date
  job?: JobRequest
}

/** Stores a run under the id of the interaction that asked for it. Throws `AppError('duplicate')` for one that did already. */
export async function startRun(ctx: InteractionCtx, input: NewRun): Promise<void> {
  const id = ctx.interaction.id
  const row = {
    id,
    guildId: ctx.guild.id,
    kind: input.kind,
    state: input.state,
    createdBy: ctx.actor.id,
    createdByName: ctx.actor.name,
    channelId: ctx.interaction.channelId,
    locale: ctx.locale,
    reason: input.reason ?? null,
    options: input.options,
    cursor: input.cursor ?? null,
    ...freshToken(ctx),
    expiresAt: input.expiresAt ?? null,
    createdAt: ctx.now(),
  }
  const jobs = input.job === undefined ? [] : [input.job]
  const insertRun = (db: Sql) => db.insert(runs).values(row)
  const rows = itemRows(ctx, id, input.items)
  if (rows.length === 0) await ctx.guild.db.commit((db) => [insertRun(db)], { jobs })
  else await ctx.guild.db.commit((db) => [insertRun(db), db.insert(items).values(rows)], { jobs })
}

function itemRows(ctx: GuildCtx, runId: Snowflake, given: readonly NewItem[]) {
  return given.map((item) => ({
    runId,
    subjectId: item.id,
    guildId: ctx.guild.id,
    position: item.position,
    state: item.state,
    note: item.note ?? null,
    authorId: item.authorId ?? null,
    name: item.name ?? null,
    roles: item.roles === undefined ? null : [...item.roles],
    isOld: item.isOld ?? false,
  }))
}

function freshToken(ctx: InteractionCtx) {
  return { token: ctx.interaction.token, tokenUntil: new Date(ctx.now().getTime() + TOKEN_MS) }
}

export type Counts = Readonly<Record<ItemState, number>>

/** A run and how many of its items are in each state; `undefined` for an unknown id. */
export async function readRun(ctx: GuildCtx, runId: Snowflake): Promise<{ run: Run; counts: Counts } | undefined> {
  const [[run], states] = await ctx.guild.db.read((db) => [
    db.select().from(runs).where(eq(runs.id, runId)),
    db.select({ state: items.state, n: count() }).from(items).where(eq(items.runId, runId)).groupBy(items.state),
  ])
  if (run === undefined) return undefined
  const counts = { new: 0, ready: 0, sent: 0, done: 0, failed: 0, dropped: 0 }
  for (const { state, n } of states) counts[state] = n
  return { run, counts }
}

/** The next items of a state, in the order of the list. */
export async function readItems(
  ctx: GuildCtx,
  { runId, state, limit, isOld }: { runId: Snowflake; state: ItemState; limit: number; isOld?: boolean },
): Promise<RunItem[]> {
  const age = isOld === undefined ? undefined : eq(items.isOld, isOld)
  const [found] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(items)
      .where(and(eq(items.runId, runId), eq(items.state, state), age))
      .orderBy(asc(items.position))
      .limit(limit),
  ])
  return found
}

/** Items that were left out or failed, with the reason, the first `limit` of each kind of reason in the order of the list. */
export async function readRefused(ctx: GuildCtx, runId: Snowflake, limit = 200): Promise<RunItem[]> {
  const [found] = await ctx.guild.db.read((db) => [
    db
      .select()
      .from(items)
      .where(and(eq(items.runId, runId), inArray(items.state, ['dropped', 'failed']), isNotNull(items.note)))
      .orderBy(asc(items.position))
      .limit(limit),
  ])
  return found
}

/** How many items of each author are done, most first. */
export async function readAuthors(ctx: GuildCtx, runId: Snowflake, limit: number) {
  const n = count()
  const [found] = await ctx.guild.db.read((db) => [
    db
      .select({ authorId: items.authorId, n })
      .from(items)
      .where(and(eq(items.runId, runId), eq(items.state, 'done')))
      .groupBy(items.authorId)
      .orderBy(sql`${n} desc`)
      .limit(limit),
  ])
  return found
}

export interface Step {
  changes?: readonly ItemChange[]
  /** Found by a purge that is still reading. */
  found?: readonly NewItem[]
  /** A new state gives way to `stopping`. */
  set?: Partial<Pick<Run, 'state' | 'cursor' | 'scanned' | 'expiresAt'>>
  /** Stored when the step is taken. */
  next?: (step: number) => JobRequest
}

/**
 * Records one step of a run and asks for the next, in one transaction. Answers the run as it is then, or `undefined` when it
 * has ended or another Worker carried it on in the meantime: then nothing is changed. A pressed Stop does not undo a step.
 */
export async function takeStep(ctx: GuildCtx, run: Run, step: Step): Promise<Run | undefined> {
  const { changes = [], found = [], next } = step
  const { state, ...set } = step.set ?? {}
  const taken = run.step + 1
  const mine = crypto.randomUUID()
  const isMine = sql`exists (select 1 from ${runs} where ${runs.id} = ${run.id} and ${runs.stepBy} = ${mine})`
  const jobs = next === undefined ? [] : [{ ...next(taken), onlyIf: isMine }]
  const kept = sql<RunState>`case when ${runs.state} = 'stopping' then ${runs.state} else ${state ?? run.state} end`
  const [[moved]] = await ctx.guild.db.commit(
    (db) => [
      db
        .update(runs)
        .set({ ...set, state: kept, step: taken, stepBy: mine })
        .where(and(eq(runs.id, run.id), eq(runs.step, run.step), inArray(runs.state, [run.state, 'stopping'])))
        .returning(),
      db.execute(changeItems(run.id, changes, isMine)),
      db.execute(insertFound(ctx, { runId: run.id, found, isMine })),
    ],
    { jobs },
  )
  return moved
}

function changeItems(runId: Snowflake, changes: readonly ItemChange[], isMine: SQL): SQL {
  return sql`update ${items} i set state = c.state, note = c.note, name = coalesce(c.name, i.name), roles = coalesce(c.roles, i.roles),
      tries = i.tries + case when i.state = 'ready' and c.state = 'sent' then 1 else 0 end
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c(id text, state text, note text, name text, roles jsonb)
    where i.run_id = ${runId} and i.subject_id = c.id and ${isMine}`
}

function insertFound(
  ctx: GuildCtx,
  { runId, found, isMine }: { runId: Snowflake; found: readonly NewItem[]; isMine: SQL },
): SQL {
  return sql`insert into ${items} (run_id, subject_id, guild_id, position, state, author_id, is_old)
    select ${runId}, c.id, ${ctx.guild.id}, c.position, c.state, c."authorId", coalesce(c."isOld", false)
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as c(id text, position int, state text, "authorId" text, "isOld" boolean)
    where ${isMine} on conflict do nothing`
}

/** A preview becomes a running run, once, and only in time. The progress goes to the answer of this click from now on. */
export async function confirmRun(ctx: InteractionCtx, runId: Snowflake, job: JobRequest): Promise<boolean> {
  const isWaiting = and(
    eq(runs.id, runId),
    eq(runs.state, 'preview'),
    eq(runs.createdBy, ctx.actor.id),
    gt(runs.expiresAt, ctx.now()),
  )
  const [moved] = await ctx.guild.db.commit(
    (db) => [
      db
        .update(runs)
        .set({ state: 'running', ...freshToken(ctx) })
        .where(isWaiting)
        .returning({ id: runs.id }),
    ],
    { jobs: [{ ...job, onlyIf: inState(runId, 'running') }] },
  )
  return moved.length > 0
}

/** Asks a run to end before its next step. Answers whether there was anything to stop. */
export async function requestStop(ctx: InteractionCtx, runId: Snowflake, job: JobRequest): Promise<boolean> {
  const isGoing = and(eq(runs.id, runId), inArray(runs.state, ['checking', 'running']))
  const [moved] = await ctx.guild.db.commit(
    (db) => [
      db
        .update(runs)
        .set({ state: 'stopping', ...freshToken(ctx) })
        .where(isGoing)
        .returning({ id: runs.id }),
    ],
    { jobs: [{ ...job, onlyIf: inState(runId, 'stopping') }] },
  )
  return moved.length > 0
}

function inState(runId: Snowflake, state: RunState): SQL {
  return sql`exists (select 1 from ${runs} where ${runs.id} = ${runId} and ${runs.state} = ${state})`
}

/** Ends a run: its items and its token are forgotten, the numbers stay. Answers whether it was this call that ended it. */
export async function endRun(
  ctx: GuildCtx,
  { run, state, counts }: { run: Pick<Run, 'id' | 'state'>; state: RunState; counts: Counts },
): Promise<boolean> {
  const { done, failed } = counts
  const total = counts.new + counts.ready + counts.sent + done + failed
  const [moved] = await ctx.guild.db.commit((db) => [
    db
      .update(runs)
      .set({ state, total, done, failed, token: null, tokenUntil: null, finishedAt: ctx.now() })
      .where(and(eq(runs.id, run.id), eq(runs.state, run.state)))
      .returning({ id: runs.id }),
    db.execute(sql`delete from ${items} where ${items.runId} = ${run.id} and ${inState(run.id, state)}`),
  ])
  return moved.length > 0
}

/** Remembers the message that shows the progress from now on, instead of the answer of an interaction. */
export async function moveProgress(ctx: GuildCtx, runId: Snowflake, messageId: Snowflake): Promise<void> {
  await ctx.guild.db.commit((db) => [
    db.update(runs).set({ messageId, token: null, tokenUntil: null }).where(eq(runs.id, runId)),
  ])
}
