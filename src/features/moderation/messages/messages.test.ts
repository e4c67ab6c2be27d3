import { describe, expect, it } from 'vitest'
import { snowflake } from '../../../core/snowflake.ts'
import type { Case } from '../../../services/cases/index.ts'
import { caseCard } from './case-card.ts'
import { doneCard } from './done-card.ts'
import { readReason, reasonForm } from './reason-form.ts'

const now = new Date('2026-11-20T12:00:00Z')
const moderatorId = snowflake('200000000000000001')
const base: Case = {
  id: 'b8a4a7a6-5f0f-4a53-9be5-0d8f0b2f9f01',
  guildId: snowflake('100000000000000001'),
  number: 7,
  userId: snowflake('300000000000000001'),
  userName: 'mal*lory',
  channelId: null,
  moderatorId,
  moderatorName: 'ada',
  action: 'tempban',
  reason: '**spam** <@1> @everyone\n# big',
  durationMs: 7_200_000,
  expiresAt: new Date('2026-11-20T14:00:00Z'),
  status: 'active',
  settledAt: null,
  dm: 'closed',
  hidden: false,
  source: 'panel',
  evidence: [],
  details: {},
  reasonEdits: [],
  escalation: null,
  logChannelId: null,
  logMessageId: null,
  editedBy: null,
  editedAt: null,
  deletedBy: null,
  deletedAt: null,
  createdAt: now,
}

const shown = (found: Case, at = now) => JSON.stringify(caseCard(found, { locale: 'en', now: at }))

describe('a case', () => {
  it('shows names and reasons as they were typed, on one line', () => {
    const text = shown(base)
    expect(text).toContain('mal\\\\*lory')
    expect(text).toContain('\\\\*\\\\*spam\\\\*\\\\* \\\\<\\\\@1\\\\> \\\\@everyone \\\\# big')
  })

  it('shows its length, its state and how it came about', () => {
    const text = shown(base)
    for (const part of ['2 hours', '<t:1795183200:R>', 'in force', 'Panel', 'DM not delivered']) {
      expect(text).toContain(part)
    }
    expect(shown({ ...base, expiresAt: null, durationMs: null, action: 'kick' })).not.toContain('Status')
  })

  it('says that it was interrupted once nobody can be working on it any more', () => {
    const pending: Case = { ...base, status: 'pending' }
    expect(shown(pending)).toContain('under way')
    expect(shown(pending, new Date(now.getTime() + 180_000))).toContain('interrupted')
  })

  it('that was deleted shows who did it and nothing else', () => {
    const text = shown({ ...base, status: 'deleted', deletedBy: moderatorId, deletedAt: now })
    expect(text).toContain('Case #7 was deleted')
    expect(text).not.toContain('spam')
    expect(text).not.toContain('300000000000000001')
  })

  it('is called what it is: a note has no reason, and a warning by the escalation is a notice', () => {
    const note: Case = { ...base, action: 'note', reason: 'watch' }
    expect(shown(note)).toContain('**Note** watch')
    expect(JSON.stringify(doneCard({ case: note }, 'en'))).toContain('**Note** watch')
    expect(shown({ ...base, action: 'warn', source: 'escalation' })).toContain('Case #7 · Notice')
    expect(shown({ ...base, action: 'warn' })).toContain('Case #7 · Warning')
  })

  it('lists evidence and the last change of its reason', () => {
    const evidence = [
      {
        url: 'https://discord.com/channels/1/2/3',
        addedBy: moderatorId,
        addedAt: now.toISOString(),
        excerpt: 'buy *now*',
      },
      { url: 'https://discord.com/channels/1/2/4', addedBy: moderatorId, addedAt: now.toISOString() },
    ]
    const reasonEdits = [{ by: moderatorId, at: now.toISOString(), before: 'old' }]
    const text = shown({ ...base, evidence, reasonEdits })
    expect(text).toContain('https://discord.com/channels/1/2/3 buy \\\\*now\\\\*')
    expect(text).toContain('edited once')
  })

  it('about a channel names the channel', () => {
    const channelId = snowflake('500000000000000001')
    const purge: Case = { ...base, action: 'purge', userId: null, userName: null, channelId }
    expect(shown(purge)).toContain('<#500000000000000001>')
    expect(JSON.stringify(doneCard({ case: purge }, 'de'))).toContain('Aufräumen')
  })

  it('stays sendable with everything at its longest', () => {
    const evidence = Array.from({ length: 10 }, () => ({
      ...{ url: `https://discord.com/${'x'.repeat(80)}`, addedBy: moderatorId, addedAt: now.toISOString() },
      excerpt: '*'.repeat(500),
    }))
    const body = caseCard({ ...base, reason: '*'.repeat(1000), evidence }, { locale: 'fr', now })
    const texts: string[] = []
    JSON.parse(JSON.stringify(body), (key, value: unknown) => {
      if (key === 'content' && typeof value === 'string') texts.push(value)
      return value
    })
    expect(texts.join('').length).toBeLessThanOrEqual(4000)
  })
})

describe('the form for a reason', () => {
  it('fits Discord whatever the name is', () => {
    const form = reasonForm({
      ...{ customId: 'moderation:warn:1', title: 'x'.repeat(80), label: 'y'.repeat(80), hint: 'z'.repeat(200) },
      isRequired: true,
    })
    expect(form.title.length).toBeLessThanOrEqual(45)
  })

  it('reads blanks, lists and a missing field as no reason', () => {
    expect(readReason({ reason: '  because ' })).toBe('because')
    expect(readReason({ reason: '   ' })).toBeUndefined()
    expect(readReason({ reason: ['a'] })).toBeUndefined()
    expect(readReason({})).toBeUndefined()
    expect(readReason({ reason: 'x'.repeat(4000) })).toHaveLength(1000)
  })
})
