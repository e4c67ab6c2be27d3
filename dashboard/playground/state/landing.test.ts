import { expect, it } from 'vitest'
import { testGuild } from '../test-guild.ts'
import { landing } from './landing.ts'

it('the open channel stays while it is seen, also a thread', () => {
  expect(landing(testGuild(), '32')).toBe('32')
  expect(landing(testGuild(), '40')).toBe('40')
})

it('without one, or when it was hidden meanwhile, the first text channel opens', () => {
  expect(landing(testGuild(), null)).toBe('31')
  expect(landing(testGuild(), 'gone')).toBe('31')
})

it('a guild without text channels opens another kind, and never a category; an outsider sees none', () => {
  const guild = { ...testGuild(), threads: [] }
  expect(landing({ ...guild, channels: guild.channels.filter(({ type }) => type !== 0) }, null)).toBe('32')
  const outside = { joined: false as const, id: '1', name: 'x', ownerId: '2', locale: 'en-US', banned: false }
  expect(landing(outside, '31')).toBeNull()
})
