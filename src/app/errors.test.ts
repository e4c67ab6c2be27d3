import { describe, expect, it, vi } from 'vitest'
import { AppError, DiscordError, type ErrorCode } from '../core/errors.ts'
import { verbatim } from '../core/text.ts'
import { errorMessage, errorResponse } from './errors.ts'

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const ctx = { requestId: 'request-1', log, clock: () => new Date('2026-01-01T00:00:00Z') }
const discordError = new DiscordError({ status: 403, code: 50013, route: 'PUT /guilds/:id/bans/:id', message: 'no' })

describe('in Discord', () => {
  it('a foreseen failure says what it is, in the language of the reader', () => {
    const shown = JSON.stringify(errorMessage(ctx, 'de', new AppError('forbidden', verbatim('weil'))))
    expect(shown).toContain('Nicht erlaubt')
    expect(shown).toContain('weil')
  })

  it('what Discord refused is explained', () => {
    expect(JSON.stringify(errorMessage(ctx, 'en', discordError))).toContain('Discord refused')
  })

  it('a fault of ours shows an id that the log has too, and nothing of its inside', () => {
    const fault = new Error('secret detail')
    const shown = JSON.stringify(errorMessage(ctx, 'fr', fault))
    expect(shown).toContain('request-1')
    expect(shown).not.toContain('secret detail')
    expect(log.error).toHaveBeenCalledWith('failed', { errorId: 'request-1', error: fault })
  })
})

describe('over HTTP', () => {
  const statuses: [ErrorCode, number][] = [
    ['invalid_input', 400],
    ['not_found', 404],
    ['forbidden', 403],
    ['conflict', 409],
    ['cooldown', 429],
    ['unavailable', 503],
    ['uncertain', 504],
  ]

  it.each(statuses)('%s is %i, in the one error shape', async (code, status) => {
    const response = errorResponse(ctx, new AppError(code, verbatim('words')))
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({
      error: { code, message: 'words', details: { requestId: 'request-1' }, timestamp: '2026-01-01T00:00:00.000Z' },
    })
  })

  it('a fault of ours is 500 and hides its inside', async () => {
    const response = errorResponse(ctx, new Error('secret detail'))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret detail')
  })
})
