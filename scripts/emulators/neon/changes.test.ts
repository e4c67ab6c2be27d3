import { describe, expect, it } from 'vitest'
import { changesOf, createChangeLog } from './changes.ts'

const result = (command: string, rowCount: number | null) => ({ command, rowCount, fields: [], rows: [] })
const named = (text: string, command = 'SELECT', rows: number | null = 1) =>
  changesOf({ text, values: [] }, result(command, rows)).map(({ operation, table, rows: count }) => [
    operation,
    table,
    count,
  ])

describe('changesOf', () => {
  it.each([
    ['insert into "cases" ("a") values ($1)', 'INSERT', 2, [['insert', 'cases', 2]]],
    ['UPDATE only public."jobs" SET a = 1', 'UPDATE', 1, [['update', 'public.jobs', 1]]],
    ['delete from jobs where id = $1', 'DELETE', 0, []],
    ['select * from jobs for update', 'SELECT', 1, []],
    ['select * from jobs for no key update skip locked', 'SELECT', 1, []],
    ["select 'delete from jobs' -- update x", 'SELECT', 1, []],
    ['insert into a (x) values (1) on conflict (x) do update set x = 2', 'INSERT', 1, [['insert', 'a', 1]]],
  ])('%s', (text, command, rows, expected) => {
    expect(named(text, command, rows)).toEqual(expected)
  })

  it('finds every change inside a larger statement, without claiming to know its rows', () => {
    const text = 'with n as (update counters set n = n + 1 returning n) insert into cases select n from n'
    expect(named(text, 'INSERT', 1)).toEqual([
      ['update', 'counters', null],
      ['insert', 'cases', null],
    ])
  })

  it('cuts what is long', () => {
    const [change] = changesOf({ text: 'insert into a values ($1)', values: ['x'.repeat(5000)] }, result('INSERT', 1))
    expect(change?.parameters[0]?.length).toBeLessThan(400)
  })
})

it('a change log keeps requests apart and forgets the oldest', () => {
  const log = createChangeLog()
  const note = (application: string) =>
    log.note(application, [{ text: 'insert into a values ($1)', values: [application] }], [result('INSERT', 1)])
  for (let i = 0; i < 600; i += 1) note(`r${i}`)
  expect(log.of('r599').map(({ parameters }) => parameters)).toEqual([['r599']])
  expect(log.of('r0')).toEqual([])
})
