import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeCache, fakeDiscord, silent } from '../../../test/contract/fake-ctx.ts'
import { commandMention } from '../../core/catalog.ts'
import { AppError } from '../../core/errors.ts'
import { verbatim } from '../../core/text.ts'
import { createCatalog, createCatalogMemory } from './catalog.ts'

const warnId = '500000000000000001'
const registered = [
  { id: warnId, name: 'warn', type: 1 },
  { id: '500000000000000002', name: 'Warn', type: 2 },
]

const isolate = () => ({
  features: [],
  memory: createCatalogMemory(),
  now: () => new Date(0),
  oneAtATime: <T>(work: () => Promise<T>) => work(),
})

describe('command ids', () => {
  let cache = fakeCache()
  beforeEach(() => {
    cache = fakeCache()
  })

  it('come from Discord once, then from Redis', async () => {
    const discord = fakeDiscord(() => registered)
    const catalog = () => createCatalog({ ...isolate(), cache, discord })
    for (let i = 0; i < 3; i += 1) expect([...(await catalog().commandIds())]).toEqual([['warn', warnId]])
    expect(discord.calls).toHaveLength(1)
    expect([...cache.entries.keys()]).toEqual(['bot:0:catalog:command-ids'])
  })

  it('are asked for once per isolate, not once per request', async () => {
    const discord = fakeDiscord(() => registered)
    const shared = isolate()
    cache.lost = true
    for (let i = 0; i < 3; i += 1) await createCatalog({ ...shared, cache, discord }).commandIds()
    expect(discord.calls).toHaveLength(1)
  })

  it('are read past something in Redis that is not ours', async () => {
    for (const junk of ['{', '{"warn":1}', '[]']) {
      cache.entries.set('bot:0:catalog:command-ids', junk)
      const catalog = createCatalog({ ...isolate(), cache, discord: fakeDiscord(() => registered) })
      expect((await catalog.commandIds()).get('warn')).toBe(warnId)
    }
  })

  it('are left out when neither can be reached, and mentions are plain text then', async () => {
    cache.lost = true
    const warn = vi.fn()
    const discord = fakeDiscord(() => {
      throw new AppError('unavailable', verbatim('gone'))
    })
    const ids = await createCatalog({ ...isolate(), cache, discord, log: { ...silent, warn } }).commandIds()
    expect(ids.size).toBe(0)
    expect(warn).toHaveBeenCalledOnce()
    expect(commandMention(['case', 'view'], ids)).toBe('`/case view`')
  })
})

it('a mention is clickable when the id of its first word is known', async () => {
  const catalog = createCatalog({ ...isolate(), cache: fakeCache(), discord: fakeDiscord(() => registered) })
  expect(commandMention(['warn'], await catalog.commandIds())).toBe(`</warn:${warnId}>`)
})
