import { expect, it } from 'vitest'
import { everything, isNothing, nothing, planRefresh } from './refresh-plan.ts'

const shown = { userId: '1', guildId: 'g', channelId: 'c' }
const plan = (...events: Parameters<typeof planRefresh>[0]) => planRefresh(events, shown)

it('an edited message of the open channel fetches that channel and nothing else', () => {
  expect(plan({ type: 'MESSAGE_UPDATE', guild: 'g', channel: 'c' })).toEqual({ ...nothing, channels: new Set(['c']) })
})

it('a message elsewhere fetches no messages, and of the open guild only the unread marks', () => {
  expect(plan({ type: 'MESSAGE_CREATE', guild: 'g', channel: 'other' })).toEqual({ ...nothing, guild: true })
  expect(isNothing(plan({ type: 'MESSAGE_CREATE', guild: 'x', channel: 'other' }))).toBe(true)
  expect(isNothing(plan({ type: 'MESSAGE_UPDATE', guild: 'g', channel: 'other' }))).toBe(true)
})

it('a direct message marks the direct messages', () => {
  expect(plan({ type: 'MESSAGE_CREATE', guild: null, channel: 'd' })).toEqual({ ...nothing, dms: true })
})

it('a changed member may change names, channels and commands; a changed guild elsewhere only the people', () => {
  expect(plan({ type: 'GUILD_MEMBER_UPDATE', guild: 'g', user: '2' })).toMatchObject({
    people: true,
    guild: true,
    commands: true,
  })
  expect(plan({ type: 'GUILD_MEMBER_ADD', guild: 'x' })).toEqual({ ...nothing, people: true })
})

it('a thread of the open guild fetches the open channel too, for the mark on its message', () => {
  expect(plan({ type: 'THREAD_CREATE', guild: 'g', channel: 't' })).toMatchObject({
    guild: true,
    channels: new Set(['c']),
  })
})

it('a channel that is made anew under its old id has other messages', () => {
  expect(plan({ type: 'CHANNEL_CREATE', guild: 'g', channel: 'c' })).toMatchObject({ channels: new Set(['c']) })
})

it('typing fetches nothing, and RESYNC everything', () => {
  expect(isNothing(plan({ type: 'TYPING_START', guild: 'g', channel: 'c', user: '2' }))).toBe(true)
  expect(plan({ type: 'RESYNC', guild: null })).toEqual(everything(shown))
})

it('many events end in one plan that holds what each of them asks for', () => {
  const events = Array.from({ length: 500 }, () => ({ type: 'MESSAGE_CREATE', guild: 'g', channel: 'c' }))
  expect(planRefresh([...events, { type: 'CHANNEL_CREATE', guild: 'g', channel: 'n' }], shown)).toEqual({
    ...nothing,
    guild: true,
    channels: new Set(['c']),
  })
})
