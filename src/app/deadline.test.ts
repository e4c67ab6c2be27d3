import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeCtx } from '../../test/contract/fake-ctx.ts'
import { AppError, DiscordError } from '../core/errors.ts'
import { type Answer, announce, card, whisper } from '../core/reply.ts'
import { snowflakeAt } from '../core/snowflake.ts'
import { verbatim } from '../core/text.ts'
import { answerInTime } from './deadline.ts'

const body = card({ tone: 'info', body: 'done' })
const unreachable = new AppError('unavailable', verbatim('Discord is down'))

function slowWork(answer: Answer, answers: 'public' | 'ephemeral' | 'update' = 'ephemeral') {
  const background: Promise<unknown>[] = []
  const ctx = Object.assign(fakeCtx(), {
    editReply: vi.fn(async () => {}),
    deleteReply: vi.fn(async () => {}),
    followUp: vi.fn(async () => {}),
  })
  const work = {
    ctx,
    defer: 'auto' as const,
    answers,
    run: () => new Promise<Answer>((resolve) => setTimeout(() => resolve(answer), 2000)),
    background: (promise: Promise<unknown>) => void background.push(promise),
    acknowledge: vi.fn(),
  }
  const finish = async () => {
    await vi.runAllTimersAsync()
    await Promise.all(background)
  }
  return { work, ctx, finish }
}

describe('a slow handler', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function deferred(work: Parameters<typeof answerInTime>[0]) {
    const response = answerInTime(work)
    await vi.advanceTimersByTimeAsync(1600)
    return (await response).json()
  }

  it('is promised for within the time that Discord waits, then filled in', async () => {
    const { work, ctx, finish } = slowWork(whisper(body))
    expect(await deferred(work)).toEqual({ type: 5, data: { flags: 64 } })
    expect(work.acknowledge).toHaveBeenCalledOnce()
    expect(ctx.editReply).not.toHaveBeenCalled()
    await finish()
    expect(ctx.editReply).toHaveBeenCalledExactlyOnceWith(body)
  })

  it('has less time the longer the interaction was under way', async () => {
    const { work, ctx, finish } = slowWork(whisper(body))
    const madeAt = new Date(ctx.now().getTime() - 1200)
    const late = { ...work, ctx: { ...ctx, interaction: { ...ctx.interaction, id: snowflakeAt(madeAt) } } }
    const response = answerInTime(late)
    await vi.advanceTimersByTimeAsync(350)
    expect(late.acknowledge).toHaveBeenCalledOnce()
    expect(await (await response).json()).toEqual({ type: 5, data: { flags: 64 } })
    await finish()
  })

  it('is filled in when Discord comes back', async () => {
    const { work, ctx, finish } = slowWork(announce(body), 'public')
    ctx.editReply.mockRejectedValueOnce(unreachable).mockRejectedValueOnce(unreachable)
    expect(await deferred(work)).toEqual({ type: 5 })
    await finish()
    expect(ctx.editReply).toHaveBeenCalledTimes(3)
  })

  it('does not try again what Discord has refused', async () => {
    const { work, ctx, finish } = slowWork(announce(body), 'public')
    ctx.editReply.mockRejectedValue(new DiscordError({ status: 404, code: 10015, route: 'PATCH', message: 'gone' }))
    await deferred(work)
    await finish()
    expect(ctx.editReply).toHaveBeenCalledOnce()
  })

  it('takes a public promise back before it says something private', async () => {
    const { work, ctx, finish } = slowWork(whisper(body), 'public')
    await deferred(work)
    await finish()
    expect(ctx.deleteReply).toHaveBeenCalledOnce()
    expect(ctx.followUp).toHaveBeenCalledExactlyOnceWith(body, { ephemeral: true })
  })

  it('takes the promise back once, however often the message itself needs another try', async () => {
    const { work, ctx, finish } = slowWork(whisper(body), 'public')
    const gone = new DiscordError({ status: 404, code: 10008, route: 'DELETE', message: 'Unknown Message' })
    ctx.deleteReply.mockRejectedValueOnce(unreachable).mockRejectedValueOnce(gone)
    ctx.followUp.mockRejectedValueOnce(unreachable)
    await deferred(work)
    await finish()
    expect(ctx.deleteReply).toHaveBeenCalledTimes(2)
    expect(ctx.followUp).toHaveBeenCalledTimes(2)
  })

  it('adds its message below a component that promised an update', async () => {
    const { work, ctx, finish } = slowWork(whisper(body), 'update')
    expect(await deferred(work)).toEqual({ type: 6 })
    await finish()
    expect(ctx.followUp).toHaveBeenCalledExactlyOnceWith(body, { ephemeral: true })
  })

  it('that opens a form too late leaves a line in the log', async () => {
    const { work, ctx, finish } = slowWork({
      kind: 'modal',
      modal: { custom_id: 'a:b', title: 'Late', components: [] },
    })
    const error = vi.fn()
    Object.assign(ctx, { log: { ...ctx.log, error } })
    await deferred(work)
    await finish()
    expect(error).toHaveBeenCalledOnce()
    expect(ctx.editReply).not.toHaveBeenCalled()
  })
})

it('a quick handler answers in the response itself', async () => {
  const { work, ctx } = slowWork(whisper(body))
  const response = await answerInTime({ ...work, run: async () => whisper(body) })
  expect(await response.json()).toMatchObject({ type: 4 })
  expect(ctx.editReply).not.toHaveBeenCalled()
})

it('work that is always slow is promised at once', async () => {
  const { work } = slowWork(whisper(body))
  const response = await answerInTime({ ...work, defer: 'now', run: async () => whisper(body) })
  expect(await response.json()).toEqual({ type: 5, data: { flags: 64 } })
})
