import { AppError, isDiscordError } from '../core/errors.ts'
import type { InteractionCtx } from '../core/interaction-context.ts'
import type { Defer, Visibility } from '../core/interactions.ts'
import type { Answer } from '../core/reply.ts'
import { snowflakeTime } from '../core/snowflake.ts'
import { answerResponse, deferBody, jsonResponse } from './answers.ts'
import { errorMessage } from './errors.ts'

/**
 * Discord waits 3 s from the moment it makes the interaction, the way there and back included. What is older than this
 * is answered in two steps.
 */
const DEFER_AFTER_MS = 1500
/** What Discord still waits for. An older age is a wrong clock's. */
const ANSWERABLE_MS = 3000
/** A flooded isolate sees an interaction late; a quick handler still gets this long. */
const LEAST_MS = 100

export interface Work {
  ctx: InteractionCtx
  defer: Defer
  answers: 'update' | Visibility
  run(): Promise<Answer>
  /** Goes on after the response was returned. */
  background(work: Promise<unknown>): void
  /** Called when the response is on its way, so that edits of it may start. */
  acknowledge(): void
}

type Outcome = { ok: true; answer: Answer } | { ok: false; error: unknown }

async function settle(run: () => Promise<Answer>): Promise<Outcome> {
  try {
    return { ok: true, answer: await run() }
  } catch (error) {
    return { ok: false, error }
  }
}

/** Runs a handler and answers in time, whatever it does: at once when it is quick, else a deferral that is filled in later. */
export async function answerInTime(work: Work): Promise<Response> {
  const outcome = settle(work.run)
  const first = work.defer === 'now' ? undefined : await orTimeout(work, outcome)
  if (first !== undefined) {
    const response = answerResponse(toAnswer(work.ctx, first))
    work.acknowledge()
    return response
  }
  work.background(outcome.then((late) => deliverLate(work, late)))
  work.acknowledge()
  return jsonResponse(deferBody(work.answers))
}

/** Enough turns for a handler that finds everything in memory; it then needs no timer. */
const QUICK_TURNS = 64

async function ifQuick(outcome: Promise<Outcome>): Promise<Outcome | undefined> {
  let settled: Outcome | undefined
  void outcome.then((value) => {
    settled = value
  })
  for (let turn = 0; turn < QUICK_TURNS && settled === undefined; turn += 1) await undefined
  return settled
}

function timeLeft({ ctx }: Work): number {
  const age = ctx.now().getTime() - snowflakeTime(ctx.interaction.id).getTime()
  if (age < 0 || age > ANSWERABLE_MS) return DEFER_AFTER_MS
  return Math.max(LEAST_MS, DEFER_AFTER_MS - age)
}

async function orTimeout(work: Work, outcome: Promise<Outcome>): Promise<Outcome | undefined> {
  if (work.defer === 'never') return outcome
  const quick = await ifQuick(outcome)
  if (quick !== undefined) return quick
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeLeft(work))
  })
  const first = await Promise.race([outcome, timeout])
  clearTimeout(timer)
  return first
}

function toAnswer(ctx: InteractionCtx, outcome: Outcome): Answer {
  if (outcome.ok) return outcome.answer
  return { kind: 'message', ephemeral: true, body: errorMessage(ctx, ctx.locale, outcome.error) }
}

/** Between tries to deliver while Discord cannot be reached; together well within the 30 s that background work may last. */
const DELIVERY_WAITS = [1000, 2000, 4000, 8000]

async function whileUnreachable(deliver: () => Promise<void>): Promise<void> {
  for (const wait of DELIVERY_WAITS) {
    try {
      return await deliver()
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unavailable')) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  return deliver()
}

/** Fills in what was promised. A private answer must not land in a public promise, so that one is taken back first. */
async function deliverLate({ ctx, answers }: Work, outcome: Outcome): Promise<void> {
  const answer = toAnswer(ctx, outcome)
  try {
    if (answer.kind === 'modal') {
      ctx.log.error('a modal came too late to be shown', { modal: answer.modal.custom_id })
      return
    }
    const isPrivate = answer.kind === 'message' && answer.ephemeral
    const takeBack = once(() => takePromiseBack(ctx))
    await whileUnreachable(async () => {
      if (answers === 'update' && answer.kind === 'message') {
        return ctx.followUp(answer.body, { ephemeral: isPrivate })
      }
      if (answers !== 'public' || !isPrivate) return ctx.editReply(answer.body)
      await takeBack()
      return ctx.followUp(answer.body, { ephemeral: true })
    })
  } catch (error) {
    const expired = isDiscordError(error, 10015, 50027, 10062)
    ctx.log.warn('the answer could not be delivered', { expired, error })
  }
}

/** It may be gone already: an earlier try can have worked without our hearing of it. */
async function takePromiseBack(ctx: InteractionCtx): Promise<void> {
  try {
    await ctx.deleteReply()
  } catch (error) {
    if (!isDiscordError(error, 10008)) throw error
  }
}

/** Does `work` until it has succeeded once. */
function once(work: () => Promise<void>): () => Promise<void> {
  let isDone = false
  return async () => {
    if (isDone) return
    await work()
    isDone = true
  }
}
