import { describe, expect, it } from 'vitest'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import { casesOf, newPlace, settled, textOf, useFlow } from '../harness/flow.ts'

const flow = useFlow()

interface Detail {
  interaction: {
    problems: string[]
    fault: string | null
    changes: { operation: string; table: string }[]
    calls: { method: string; route: string; verdict: string }[]
  }
}

const detailOf = async ({ interaction }: InteractionResult): Promise<Detail['interaction']> => {
  await settled(flow.world)
  return (await flow.world.emulator<Detail>(`interactions/${interaction.id}`)).interaction
}
const slowBot = (preset: string) => flow.world.emulator('slow-bot', { preset })

describe('the inspector', () => {
  it('shows rows, jobs and REST calls of one interaction, and of no other', async () => {
    const place = await newPlace(flow, { members: 2 })
    const [a, b] = place.members
    const [first, second] = await Promise.all([
      place.run('warn', { user: a, reason: 'one' }),
      place.run('note', { user: b, text: 'two' }, { user: place.mod2 }),
    ])
    const warn = await detailOf(first)
    expect(warn.problems).toEqual([])
    expect(warn.changes).toContainEqual(expect.objectContaining({ operation: 'insert', table: 'moderation_cases' }))
    expect(warn.changes.map(({ table }) => table)).toContain('jobs')
    const dms = ({ calls }: typeof warn) => calls.filter(({ route }) => route === '/users/@me/channels').length
    expect(dms(warn)).toBe(1)
    const note = await detailOf(second)
    expect(dms(note)).toBe(0)
    expect(
      note.changes.filter(({ table, operation }) => table === 'moderation_cases' && operation === 'insert'),
    ).toHaveLength(1)
  })

  it('shows that what only reads changes nothing', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await place.run('note', { user: place.members[0], text: 'x' })
    const detail = await detailOf(await place.run('case view', { number: 1 }))
    expect(detail).toMatchObject({ changes: [], problems: [] })
  })
})

describe('the slow bot', () => {
  it('thinking: a command that needs Discord is promised first and answered then', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await slowBot('thinking')
    const done = await place.run('timeout', { user: place.members[0], duration: '1h', reason: 'x' }, { waitMs: 30_000 })
    await slowBot('off')
    expect(done.response).toMatchObject({ type: 5 })
    expect(textOf(done)).toContain('is in timeout')
  })

  it('silent: the client says that nobody responded, and the work is done all the same', async () => {
    const place = await newPlace(flow, { members: 1, log: false })
    await slowBot('silent')
    const lost = await place.run('note', { user: place.members[0], text: 'x' })
    await slowBot('off')
    expect(lost.error).toMatchObject({ code: 'no_answer', message: expect.stringContaining('did not respond') })
    expect((await detailOf(lost)).fault).toContain('3100 ms')
    expect(await casesOf(flow, place)).toHaveLength(1)
  })
})

it('a reset with the data of the bot leaves it nothing to remember, and its commands work', async () => {
  await flow.world.command('note', { options: { user: 'dennis', text: 'x' } })
  expect(textOf(await flow.world.command('history', { options: { user: 'dennis' } }))).toContain('**#1**')
  await settled(flow.world)
  await flow.world.emulator('reset', { data: true })
  expect(textOf(await flow.world.command('history', { options: { user: 'dennis' } }))).toContain('There are no cases.')
  expect(await flow.world.sql('select * from moderation_cases')).toEqual([])
})
