import { describe, expect, it } from 'vitest'
import {
  interactionHeaders,
  pingBody,
  prepareCommand,
  prepareInteraction,
} from '../../scripts/emulators/discord/driver/index.ts'
import { isObject } from '../../scripts/emulators/discord/driver/types.ts'
import { acknowledge } from '../../scripts/emulators/discord/world/interactions.ts'
import {
  casesOf,
  isPrivate,
  messageId,
  messagesIn,
  newPlace,
  type Place,
  readMessage,
  settled,
  textOf,
  useFlow,
} from '../harness/flow.ts'

const flow = useFlow()
const COPIES = 32
const SLOW_MS = 2200

interface Signed {
  id: string
  body: string
  headers: Record<string, string>
}

/** A command as Discord signs it, to be posted by hand as often as one likes. */
function sign(place: Place, name: string, options: Record<string, unknown>): Signed {
  const world = flow.discord
  const call = { guild: place.name, channel: 'general', user: place.mod, name, options }
  const { place: where, input } = prepareCommand({ world }, call)
  const { interaction, body } = prepareInteraction(world, where, input)
  acknowledge(world, interaction)
  return { id: interaction.id, body, headers: interactionHeaders(world.application.privateKey, world.clock, body) }
}

async function post({ body, headers }: Pick<Signed, 'body' | 'headers'>): Promise<{ status: number; said: string }> {
  const response = await fetch(`${flow.world.url}/interactions`, { method: 'POST', body, headers })
  const text = await response.text()
  if (!response.ok) return { status: response.status, said: text }
  const answer: unknown = JSON.parse(text)
  return { status: response.status, said: isObject(answer) ? readMessage(answer['data']) : '' }
}

describe('the same signed interaction', () => {
  it('twice in a row takes effect once, and the second time says so', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const signed = sign(place, 'warn', { user: place.members[0], reason: 'once', notify: false })
    expect((await post(signed)).said).toContain('Case #1')
    const again = await post(signed)
    expect(again.status).toBe(200)
    expect(again.said).toContain('already been done')
    expect(await casesOf(flow, place)).toHaveLength(1)
  })

  it.each([
    ['warn', { reason: 'once', notify: false }],
    ['kick', { reason: 'once', notify: false }],
    ['timeout', { duration: '1h', notify: false }],
  ])('%s, thirty-two times at once, takes effect once', async (name, options) => {
    const place = await newPlace(flow, { members: 1, log: false })
    const signed = sign(place, name, { user: place.members[0], ...options })
    const answers = await Promise.all(Array.from({ length: COPIES }, () => post(signed)))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    await settled(flow.world)
    expect(await casesOf(flow, place)).toHaveLength(1)
    expect(place.guild.auditLog.length).toBe(name === 'warn' ? 0 : 1)
    const effects = flow.discord.requests.entries.filter(
      (entry) => entry.path.includes(`/guilds/${place.id}/members/`) && entry.method !== 'GET',
    )
    expect(effects).toHaveLength(name === 'warn' ? 0 : 1)
  })

  it('changed in a single letter is not taken', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const signed = sign(place, 'warn', { user: place.members[0], reason: 'good' })
    expect((await post({ ...signed, body: signed.body.replace('good', 'evil') })).status).toBe(401)
    expect(await casesOf(flow, place)).toEqual([])
  })
})

describe('a slow answer', () => {
  const slow = (fault: Record<string, unknown>) =>
    flow.world.emulator('faults', { delayMs: SLOW_MS, times: 1, ...fault })

  it('shows that the bot is thinking, and is filled in', async () => {
    const place = await newPlace(flow, { members: 1 })
    await slow({ method: 'PUT', route: '/guilds/\\d+/bans/\\d+' })
    const done = await place.run('ban', { user: place.members[0], reason: 'x', notify: false })
    expect(done.response).toMatchObject({ type: 5 })
    expect(done.elapsedMs).toBeLessThan(3000)
    expect(textOf(done)).toContain('was banned')
    expect(isPrivate(done.message)).toBe(false)
  })

  it('that turns out to be a refusal is shown to the moderator alone', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await slow({ method: 'PUT', route: '/guilds/\\d+/bans/\\d+', status: 403, code: 50013 })
    const done = await place.run('ban', { user: place.members[0], reason: 'x', notify: false })
    expect(done.response).toMatchObject({ type: 5 })
    await expect
      .poll(() => messagesIn(flow, place.channels.general, place.mod), { timeout: 10_000 })
      .toContainEqual(expect.stringContaining('Case #1 failed: I am missing a permission'))
    const channel = flow.discord.channels.get(place.channels.general)
    const visible = [...(channel?.messages.values() ?? [])].filter((message) => message.visibleTo === null)
    expect(visible).toEqual([])
  })

  it('asked for silently is promised silently', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await slow({ method: 'PATCH', route: '/guilds/\\d+/members/\\d+' })
    const options = { user: place.members[0], duration: '1h', notify: false, silent: true }
    const done = await place.run('timeout', options)
    expect(done.response).toMatchObject({ type: 5, data: { flags: 64 } })
    expect(textOf(done)).toContain('is in timeout')
    expect(isPrivate(done.message)).toBe(true)
  })

  it('of a button leaves the message as it was until it is there', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const panel = await place.run('modpanel', { user: place.members[0] })
    await slow({ method: 'PATCH', route: '/guilds/\\d+/members/\\d+' })
    const customId = `moderation:panel-duration:${place.idOf(place.members[0] ?? '')}`
    const done = await flow.world.click(messageId(panel.message), customId, {
      guild: place.name,
      user: place.mod,
      values: ['300'],
      waitMs: 8000,
    })
    expect(done.response).toMatchObject({ type: 6 })
    expect(textOf(done)).toContain('is in timeout')
  })

  it('whose message to the member is slow does not wait for it', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await slow({ method: 'POST', route: '/users/@me/channels' })
    const done = await place.run('warn', { user: place.members[0] })
    expect(done.elapsedMs).toBeLessThan(1500)
    expect(textOf(done)).toContain('was warned')
    await expect
      .poll(() => messagesIn(flow, place.channels.general, place.mod), { timeout: 10_000 })
      .toContainEqual(expect.stringContaining('DM not delivered'))
  })
})

describe('an edit that overtakes its answer', () => {
  it('is repeated until Discord knows the answer', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await flow.world.emulator('switches', { ackRaceMs: 700 })
    try {
      const done = await place.run('warn', { user: place.members[0] })
      expect(textOf(done)).toContain('was warned')
      await expect
        .poll(() => messagesIn(flow, place.channels.general, place.mod), { timeout: 10_000 })
        .toContainEqual(expect.stringMatching(/was warned[\s\S]*DM delivered/))
      const raced = flow.discord.requests.entries.filter((entry) => entry.code === 10015)
      expect(raced.length).toBeGreaterThan(0)
    } finally {
      await flow.world.emulator('switches', { ackRaceMs: 5 })
    }
  })
})

describe('Discord itself', () => {
  it('gets its PONG, on both paths', async () => {
    const { application, clock } = flow.discord
    const body = pingBody(flow.discord)
    for (const path of ['/interactions', '/']) {
      const headers = interactionHeaders(application.privateKey, clock, body)
      const response = await fetch(`${flow.world.url}${path}`, { method: 'POST', body, headers })
      expect(await response.json()).toEqual({ type: 1 })
    }
  })

  it('gets an answer in words where the bot cannot work: in direct messages, and where it was not added', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    const signed = sign(place, 'warn', { user: place.members[0], reason: 'x' })
    const parsed: unknown = JSON.parse(signed.body)
    if (!isObject(parsed)) throw new Error('no object')
    const { guild_id: _, ...noGuild } = parsed
    for (const [changed, said] of [
      [noGuild, 'I work on servers only'],
      [{ ...parsed, authorizing_integration_owners: { '1': place.idOf(place.mod) } }, 'not added to this server'],
    ] as const) {
      const body = JSON.stringify(changed)
      const headers = interactionHeaders(flow.discord.application.privateKey, flow.discord.clock, body)
      expect((await post({ body, headers })).said).toContain(said)
    }
    expect(await casesOf(flow, place)).toEqual([])
  })
})
