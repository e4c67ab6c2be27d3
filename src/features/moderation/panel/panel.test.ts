import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  adminRole,
  type FakeDiscord,
  fakeDiscord,
  moderatorId,
  startBulkWorld,
} from '../../../../test/harness/bulk-world.ts'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { permissionBits } from '../../../core/permissions.ts'
import { snowflake } from '../../../core/snowflake.ts'
import { searchCases } from '../../../services/cases/index.ts'
import { formActions, needed, panelIds } from './custom-ids.ts'
import { pickedDuration, timeoutChoices } from './durations.ts'
import { panelCommands, panelComponents, panelModals } from './index.ts'

let world: Awaited<ReturnType<typeof startBulkWorld>>
beforeAll(async () => {
  world = await startBulkWorld()
})
afterAll(() => world.stop())

const target = snowflake('300000000000000001')
const everything = permissionBits('ModerateMembers', 'KickMembers', 'BanMembers')
type Guild = ReturnType<typeof world.guild>

function setUp(roles: readonly string[] = []) {
  const discord = fakeDiscord()
  discord.members.set(target, { roles: [...roles] })
  return { discord, guild: world.guild({ discord }) }
}

function moderator(guild: Guild, permissions = everything): InteractionCtx {
  const ctx = guild.interaction({ permissions })
  return { ...ctx, interaction: { ...ctx.interaction, appPermissions: permissionBits('Administrator') } }
}

function click(ctx: InteractionCtx, id: { id: string; customId(user: typeof target): string }, values: string[] = []) {
  const component = panelComponents.find((one) => one.id === id.id)
  return component?.prepare(ctx, id.customId(target), values)?.run()
}

function send(ctx: InteractionCtx, action: (typeof formActions)[number], fields: Record<string, string | string[]>) {
  const form = panelModals.find((one) => one.id === `${panelIds[action].id}-form`)
  return form?.prepare(ctx, form.customId({ user: target }), fields)?.run()
}

const changes = ({ requests }: FakeDiscord) => requests.filter(({ method }) => method !== 'GET')

describe('the moderation panel', () => {
  it('shows the member with all buttons and the durations', async () => {
    const { guild } = setUp()
    const ctx = moderator(guild)
    const user = { id: target, username: 'mallory', avatar: null, discriminator: '0', global_name: null }
    const resolved = { users: { [target]: user } }
    const asked = { ...ctx, interaction: { ...ctx.interaction, resolved } }
    const answer = await panelCommands[0]?.prepare(asked, { options: [{ name: 'user', value: target }] }).run()
    const shown = JSON.stringify(answer)
    for (const { customId } of Object.values(panelIds)) {
      if (customId !== panelIds.untimeout.customId && customId !== panelIds.duration.customId)
        expect(shown).toContain(customId(target))
    }
    expect(shown).toContain('mallory')
  })

  it.each(formActions)('opens the form of %s for who may, and refuses who may not', async (action) => {
    const { discord, guild } = setUp()
    await expect(click(moderator(guild), panelIds[action])).resolves.toMatchObject({ kind: 'modal' })
    const others = everything & ~permissionBits(needed[action])
    await expect(click(moderator(guild, others), panelIds[action])).rejects.toMatchObject({ code: 'forbidden' })
    expect(changes(discord)).toEqual([])
  })

  it.each(formActions)('checks the permission again when the form of %s is sent', async (action) => {
    const { discord, guild } = setUp()
    const demoted = moderator(guild, everything & ~permissionBits(needed[action]))
    await expect(send(demoted, action, { reason: 'x', duration: '1h' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(changes(discord)).toEqual([])
  })

  it('looks at the roles of the member as they are at the click', async () => {
    const { discord, guild } = setUp()
    await expect(click(moderator(guild), panelIds.warn)).resolves.toMatchObject({ kind: 'modal' })
    discord.members.set(target, { roles: [adminRole] })
    for (const answer of [click(moderator(guild), panelIds.ban), send(moderator(guild), 'ban', { reason: 'x' })]) {
      await expect(answer).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(discord.banned).toEqual([])
  })

  it('looks at the roles of the moderator as they are at the click', async () => {
    const { discord, guild } = setUp([])
    const demoted = moderator(guild)
    const ctx = { ...demoted, actor: { ...demoted.actor, roles: [] } }
    await expect(send(ctx, 'ban', { reason: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(discord.banned).toEqual([])
  })

  it('bans from the form, once, and changes the panel in place', async () => {
    const { discord, guild } = setUp()
    const answer = await send(moderator(guild), 'ban', { reason: 'spam', days: ['1'] })
    await guild.settled()
    expect(answer).toMatchObject({ kind: 'update' })
    expect(JSON.stringify(answer)).toContain('was banned')
    expect(discord.banned).toEqual([target])
    const put = discord.requests.find(({ method }) => method === 'PUT')
    expect(put?.body).toEqual({ delete_message_seconds: 86_400 })
    const { cases } = await searchCases(guild.ctx(), { limit: 5 })
    expect(cases).toMatchObject([{ action: 'ban', source: 'panel', reason: 'spam', moderatorId, status: 'active' }])
  })

  it('applies a timeout of the list at once and no other length', async () => {
    const { discord, guild } = setUp()
    await expect(click(moderator(guild), panelIds.duration, ['31536000'])).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(changes(discord)).toEqual([])
    await click(moderator(guild), panelIds.duration, ['600'])
    await guild.settled()
    const { cases } = await searchCases(guild.ctx(), { limit: 5 })
    expect(cases).toMatchObject([{ action: 'timeout', durationMs: 600_000, source: 'panel' }])
    expect(discord.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })

  it('says so when the member has left, and can still ban them', async () => {
    const { discord, guild } = setUp()
    discord.members.delete(target)
    await expect(send(moderator(guild), 'kick', { reason: 'x' })).rejects.toMatchObject({ code: 'not_found' })
    await send(moderator(guild), 'ban', { reason: 'x' })
    expect(discord.banned).toEqual([target])
  })

  it('offers the six lengths of the panel', () => {
    expect(timeoutChoices.map(({ seconds }) => pickedDuration(String(seconds)))).toEqual([
      300_000, 600_000, 1_800_000, 3_600_000, 86_400_000, 604_800_000,
    ])
    expect(pickedDuration('1')).toBeUndefined()
  })
})
