import { afterAll, expect, it } from 'vitest'
import { startNeonEmulator } from '../../scripts/emulators/neon/index.ts'
import { createDatabase } from '../../src/platform/db.ts'
import { createGuildDb } from '../../src/services/scope/guild-scope.ts'
import { openCase, openCases, escalationLevel } from '../../src/services/cases/index.ts'
const log = { debug() {}, info() {}, warn(...a: any[]) { console.log(...a) }, error() {} }
it('races', { timeout: 200000 }, async () => {
  const neon = await startNeonEmulator({ port: 0, localDir: '', databaseUrl: 'postgres://postgres@127.0.0.1:54871/guildhall' })
  const url = (r: string) => `postgres://${r}:secret@127.0.0.1:${neon.port}/guildhall`
  const database = createDatabase({ databaseUrl: url('guildhall_app'), systemUrl: url('guildhall_system'), fetchEndpoint: neon.sqlEndpoint, timeoutMs: 20000, log })
  const thresholds = { warn: 3, timeout: 5, kick: 7, ban: 10 }
  const base = Date.now()
  for (let round = 0; round < 15; round++) {
    const announced: any[] = []
    const guildId: any = String(BigInt(base) * 100000n + 100000000000000000n + BigInt(round))
    const ctx: any = () => ({ actor: { kind: 'member', id: '200000000000000001', name: 'a' }, now: () => new Date(), background() {}, cache: { script: async () => undefined }, guild: { id: guildId, db: createGuildDb({ database, guildId, now: () => new Date(), announce: (j) => announced.push(...j) }) } })
    const t = Date.now()
    const user: any = { id: '300000000000000001', name: 'm' }
    const work: Promise<any>[] = []
    for (let i = 0; i < 40; i++) {
      const id = crypto.randomUUID()
      if (i % 10 === 9) work.push(openCases(ctx(), [1, 2, 3].map(() => ({ id: crypto.randomUUID(), action: 'ban', source: 'bulk', user }) as any)))
      else work.push(openCase(ctx(), { id, action: 'warn', source: 'command', status: 'active', user }, { ladder: { thresholds, decayDays: 30, job: { kind: 'moderation.escalate', key: id, payload: {}, runAt: new Date() } } }).then(r => [r]))
    }
    const done = (await Promise.all(work)).flat().map((r: any) => r.case ?? r)
    const numbers = done.map((c: any) => c.number).sort((a: number, b: number) => a - b)
    expect(numbers).toEqual(Array.from({ length: 48 }, (_, i) => i + 1))
    expect(done.map((c: any) => c.escalation).filter(Boolean).sort()).toEqual(['ban', 'kick', 'timeout', 'warn'])
    expect(announced.length).toBe(4)
    console.log('round', round, Date.now() - t, 'ms')
  }
  await neon.stop()
})
