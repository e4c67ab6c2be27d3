import { afterAll, beforeEach, expect, it } from 'vitest'
import { demo, resetWorld } from '../seed.ts'
import { createMessage } from '../world/messages.ts'
import { part, registerSamples, say, startTestDriver, type TestDriver } from './test-bot.ts'
import type { Json } from './types.ts'

const driver: TestDriver = await startTestDriver(() => say('Done.', { flags: 64 }))
const { world } = driver
afterAll(() => driver.close())
beforeEach(() => {
  resetWorld(world)
  registerSamples(world)
})

const get = async (path: string): Promise<Json> => (await driver.send('GET', `/emulator/${path}`)).body

const names = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((entry: { name?: unknown }) => String(entry.name)) : []

const guildFor = (user: string) => get(`guilds/${demo.guildId}?user=${user}`)

it('people are told apart by what they may do, per guild', async () => {
  const niklaus = world.guilds.get(demo.guildId)?.members.get(demo.users.niklaus)
  if (niklaus) niklaus.timeoutUntil = world.now() + 60_000
  const { users } = await get('people')
  const standing = Object.fromEntries(
    (Array.isArray(users) ? users : []).map((user: { username: string; standing: Record<string, string> }) => [
      user.username,
      user.standing[demo.guildId],
    ]),
  )
  expect(standing).toMatchObject({
    ada: 'owner',
    radia: 'admin',
    grace: 'moderator',
    alan: 'member',
    niklaus: 'muted',
    otto: 'outsider',
  })
})

it('a member sees no channel that is hidden from them; a moderator does', async () => {
  expect(names((await guildFor('alan'))['channels'])).not.toContain('mod-log')
  expect(names((await guildFor('grace'))['channels'])).toContain('mod-log')
})

it('members carry their presence; everybody is online who was not set otherwise', async () => {
  await driver.send('POST', '/emulator/presence', { user: 'alan', status: 'dnd' })
  const { members } = await guildFor('ada')
  const presences = (Array.isArray(members) ? members : []).map(
    (member: { user: { username: string }; presence: string }) => [member.user.username, member.presence],
  )
  expect(Object.fromEntries(presences)).toMatchObject({ alan: 'dnd', ada: 'online' })
})

it('somebody who is no member learns the name of the guild and nothing of its content', async () => {
  const guild = await guildFor('otto')
  expect(guild).toMatchObject({ joined: false, name: 'Guildhall Demo', banned: false })
  expect(guild).not.toHaveProperty('channels')
  expect(guild).not.toHaveProperty('members')
})

it('an ephemeral answer is in the channel of the one who asked and of nobody else', async () => {
  const place = { guild: demo.guildId, channel: 'general', user: 'alan' }
  await driver.send('POST', '/emulator/commands', { ...place, name: 'form' })
  const own = await get(`channels/${demo.channels.general}?user=alan`)
  const others = await get(`channels/${demo.channels.general}?user=ada`)
  expect(own['messages']).toMatchObject([{ visibleTo: demo.users.alan, interaction: { name: 'form' } }])
  expect(others['messages']).toEqual([])
})

it('reactions are marked as one’s own for the one who reacted only', async () => {
  const place = { guild: demo.guildId, channel: 'general', user: 'alan' }
  const { body } = await driver.send('POST', '/emulator/messages', { ...place, content: 'hi' })
  const message = part(body, 'message')['id']
  await driver.send('POST', '/emulator/reactions', { ...place, message, emoji: '👍' })
  const seen = async (user: string) => (await get(`channels/${demo.channels.general}?user=${user}`))['messages']
  expect(await seen('alan')).toMatchObject([{ reactions: [{ count: 1, me: true }] }])
  expect(await seen('ada')).toMatchObject([{ reactions: [{ count: 1, me: false }] }])
})

it('a hidden channel is refused, and a long one gives its newest messages with the whole count', async () => {
  const refused = await driver.send('GET', `/emulator/channels/${demo.channels.modLog}?user=alan`)
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'channel_hidden' } } })
  const channel = world.channels.get(demo.channels.general)
  const author = world.users.get(demo.users.alan)?.data
  if (!channel || !author) throw new Error('The demo world lacks #general or alan.')
  for (let n = 1; n <= 5; n++) createMessage(world, { channel, author, origin: 'user', content: `m${n}` })
  const page = await get(`channels/${demo.channels.general}?user=ada&limit=2`)
  expect(page).toMatchObject({ total: 5, messages: [{ content: 'm4' }, { content: 'm5' }] })
})

it('commands that a client hides are listed apart, with the permissions they need', async () => {
  const offer = (user: string) => get(`commands?guild=${demo.guildId}&channel=general&user=${user}`)
  const forAlan = await offer('alan')
  expect(names(forAlan['commands'])).not.toContain('warn')
  expect(forAlan['hidden']).toContainEqual(expect.objectContaining({ name: 'warn', needs: ['ModerateMembers'] }))
  expect(names((await offer('grace'))['commands'])).toContain('warn')
})

it('direct messages list the channel with the bot once it was opened', async () => {
  expect(await get('dms?user=alan')).toEqual({ channels: [] })
  await driver.send('POST', '/emulator/dms', { user: 'alan' })
  expect((await get('dms?user=alan'))['channels']).toHaveLength(1)
  expect(await get('dms?user=ada')).toEqual({ channels: [] })
})
