import { MessageType } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { message } from '../fixtures.ts'
import type { MessageData } from '../types.ts'
import { groupMessages } from './grouping.ts'

const zone = { locale: 'en-GB', timeZone: 'UTC' }
const at = (clock: string, part: Partial<MessageData> = {}): MessageData =>
  message({ timestamp: `2026-11-21T${clock}.000Z`, ...part })

const grouped = (...messages: MessageData[]): boolean[] => groupMessages(messages, zone).map((entry) => entry.grouped)
const other = { id: '9', username: 'other', discriminator: '0', global_name: null, avatar: null }

describe('groupMessages', () => {
  it('groups one author within seven minutes of the message before', () => {
    expect(grouped(at('10:00:00'), at('10:06:59'), at('10:13:58'), at('10:20:58'))).toEqual([false, true, true, false])
  })

  it.each([
    ['another author', at('10:01:00', { author: other })],
    ['a reply', at('10:01:00', { type: MessageType.Reply })],
    ['a line of Discord', at('10:01:00', { type: MessageType.UserJoin })],
    ['another webhook', at('10:01:00', { webhook_id: '5' })],
    ['an answer to a command', at('10:01:00', { interaction: { id: '1', type: 2, name: 'warn', user: other } })],
  ])('never groups %s', (_name, second) => {
    expect(grouped(at('10:00:00'), second)).toEqual([false, false])
  })

  it('begins a day where the reader is, and no group goes over midnight', () => {
    const messages = [at('14:58:00'), at('14:59:00'), at('15:00:00')]
    const inTokyo = groupMessages(messages, { ...zone, timeZone: 'Asia/Tokyo' })
    expect(inTokyo.map((entry) => entry.newDay !== undefined)).toEqual([true, false, true])
    expect(inTokyo.map((entry) => entry.grouped)).toEqual([false, true, false])
    expect(groupMessages(messages, zone).map((entry) => entry.newDay !== undefined)).toEqual([true, false, false])
  })
})
