import { expect, it } from 'vitest'
import { testGuild } from '../test-guild.ts'
import { colorOf, memberGroups, memberName } from './names.ts'

const member = (id: string) => {
  const found = testGuild().members.find(({ user }) => user.id === id)
  if (!found) throw new Error(`The test guild has no member ${id}.`)
  return found
}

it('those who are offline stand in a group of their own at the end, whatever their role', () => {
  const guild = testGuild()
  const members = guild.members.map((entry) =>
    entry.user.id === '11' ? { ...entry, presence: 'offline' as const } : entry,
  )
  expect(memberGroups({ ...guild, members }).map(({ label }) => label)).toEqual(['Online', 'Offline'])
})

it('the nickname goes before the display name', () => {
  expect(memberName(member('11'))).toBe('Ada')
  expect(memberName({ ...member('11'), nick: 'Countess' })).toBe('Countess')
})

it('the colour is that of the highest role that has one', () => {
  expect(colorOf(testGuild(), member('11'))).toBe(0x3498db)
  expect(colorOf(testGuild(), member('13'))).toBe(0x00ff00)
  expect(colorOf(testGuild(), member('12'))).toBeUndefined()
})

it('listed roles come from the highest, and everybody else below them by name', () => {
  expect(memberGroups(testGuild()).map(({ label, members }) => [label, members.map(memberName)])).toEqual([
    ['Moderator', ['Ada']],
    ['Online', ['Alan', 'Barbara', 'Guildhall']],
  ])
})
