import { describe, expect, test } from 'vitest'
import { discordTexts, textsByCode } from './discord-reaction-texts.ts'
import { explainDiscordError, reactionCodes, reactionOf } from './discord-reactions.ts'
import { DiscordError } from './errors.ts'
import { locales } from './text.ts'

const refusal = (status: number, code: number, route = 'GET /guilds/:id') =>
  new DiscordError({ status, code, route, message: 'no' })

describe('reactions', () => {
  test('each code has one reaction only', () => {
    const all = Object.values(reactionCodes).flat()
    expect(new Set<number>(all).size).toBe(all.length)
  })

  test.each([
    [10008, 'gone'],
    [10007, 'member-gone'],
    [50013, 'no-access'],
    [50007, 'dm-closed'],
    [10062, 'expired'],
    [40060, 'already-answered'],
    [20028, 'retry-later'],
    [30005, 'limit'],
    [200000, 'filtered'],
    [50035, 'bug'],
    [50014, 'token-dead'],
    [987654, 'unknown'],
  ])('code %i is %s', (code, reaction) => {
    expect(reactionOf(refusal(400, code))).toBe(reaction)
  })

  test.each([10015, 50027])('code %i: a followup has expired, a stored webhook is gone', (code) => {
    expect(reactionOf(refusal(404, code, 'PATCH /webhooks/:application/:token/messages/@original'))).toBe('expired')
    expect(reactionOf(refusal(404, code, 'POST /webhooks/:id/:token'))).toBe('gone')
  })

  test.each([
    [401, 'token-dead'],
    [403, 'retry-later'],
    [404, 'bug'],
    [405, 'bug'],
    [429, 'retry-later'],
    [502, 'retry-later'],
    [302, 'unknown'],
  ])('without a code the status %i decides: %s', (status, reaction) => {
    expect(reactionOf(refusal(status, 0))).toBe(reaction)
  })
})

describe('explanations', () => {
  const codes = [...Object.values(reactionCodes).flat(), ...textsByCode.keys(), 10015, 50027, 999_999]

  test.each(locales)('every code has a full sentence with its number in %s', (locale) => {
    for (const code of codes) {
      const text = explainDiscordError(refusal(400, code))(locale)
      expect(text).toContain(`(Discord ${code})`)
      expect(text.length).toBeGreaterThan(40)
      expect(text).not.toMatch(/[{}]/)
    }
  })

  test('languages differ in every text', () => {
    for (const key of Object.keys(discordTexts.catalogues.en)) {
      const said = locales.map((locale) => discordTexts.catalogues[locale][key])
      expect(new Set(said).size).toBe(locales.length)
    }
  })

  test('a refusal without code names the HTTP status', () => {
    expect(explainDiscordError(refusal(403, 0))('en')).toContain('(Discord HTTP 403)')
  })
})
