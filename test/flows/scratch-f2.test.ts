import { afterAll, beforeAll, it } from 'vitest'
import { commandPayloads } from '../../src/app/registration.ts'
import { features } from '../../src/features/index.ts'
import { demo, startWorld, type World } from '../harness/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ target: 'node' })
  const { env } = world.stack
  const r = await fetch(`${env['DISCORD_API_URL']}/applications/${env['DISCORD_APPLICATION_ID']}/commands`, { method: 'PUT', headers: { authorization: `Bot ${env['DISCORD_TOKEN']}`, 'content-type': 'application/json', 'user-agent': 'DiscordBot (https://x.y, 1)' }, body: JSON.stringify(commandPayloads(features)).replaceAll(",16]", "]") })
  if (!r.ok) console.log(await r.text())
}, 60000)
afterAll(() => world?.stop())
const wait = (ms: number) => new Promise((r) => setTimeout(r, ms))
function show(label: string, r: any) {
  console.log(`== ${label} ${r.elapsedMs}ms ${r.error ? JSON.stringify(r.error) : ''}\n${JSON.stringify(r.message?.components ?? r.response)?.slice(0, 1800)}`)
}
async function run(name: string, call: any) {
  try { const r: any = await world.command(name, call); show(name, r); return r } catch (e) { console.log(`== ${name} THROWN ${e}`) }
}
async function click(message: string, id: string, call: any = {}) {
  try { const r: any = await world.click(message, id, call); show(`click ${id}`, r); return r } catch (e) { console.log(`== click THROWN ${e}`) }
}
it('flows', async () => {
  await world.sql(`insert into guilds(id) values ('${demo.guildId}') on conflict do nothing`)
  await world.sql(`insert into guild_settings(guild_id, feature, version, value, updated_at, updated_by) values ('${demo.guildId}','moderation',1,'{"log_channel_id":"${demo.channels.modLog}"}',now(),'x')`)
  console.log(JSON.stringify(demo.users))
  for (let i = 0; i < 12; i++) await world.emulator('messages', { guild: 'Guildhall Demo', channel: 'general', user: i % 2 ? 'alan' : 'joan', content: `message ${i} ${i % 3 ? '' : 'https://spam.example'}` })
  await run('purge', { options: { count: 4, from: 'links' } })
  await wait(6000)
  await run('lock', { options: { duration: '30m', reason: 'raid' } })
  await run('lock', { options: {} })
  await run('unlock', { options: {} })
  await run('unlock', { options: {} })
  await run('lock', { options: { duration: '30m' } })
  await run('slowmode', { options: { duration: '10s' } })
  await run('slowmode', { options: { duration: '10s' } })
  await run('slowmode', { options: {} })
  await run('slowmode', { options: { duration: 'off' } })
  await run('slowmode', { options: { duration: '90' } })
  const u = demo.users as any
  const m = await run('massban', { options: { users: `${u.alan} <@${u.joan}> abc 300000000000000777 ${u.grace} ${u.ada} ${u.linus} ${u.alan}`, reason: 'raid' } })
  const rows = await world.sql('select id, state, step from moderation_runs')
  console.log(rows)
  const runId = (m.interaction?.id)
  await click(m.message.id, `moderation:massban-confirm:${runId}`)
  await wait(6000)
  const f = await run('massban', { options: {} })
  const s: any = await world.submit(f.interaction.id, { users: '300000000000000778', reason: 'x' }); show('submit', s)
  await click(s.message.id, `moderation:massban-cancel:${s.interaction.id}`)
  await world.advance(1900)
  await wait(1000)
  console.table(await world.sql('select case_id, action_type, user_name, channel_id, status, source, reason, details from moderation_cases order by case_id'))
  console.table(await world.sql('select kind, key, state, error, attempts from jobs'))
  console.table(await world.sql('select id, kind, state, step, total, done, failed, token, message_id from moderation_runs'))
  console.table(await world.sql('select * from moderation_channel_locks'))
  const msgs: any = await world.emulator(`messages?channel=${demo.channels.modLog}`)
  console.log(JSON.stringify(msgs).slice(0, 5000))
  const reqs: any = await world.emulator('requests')
  for (const q of (reqs.requests ?? reqs)) console.log(q.method, q.path, q.status, JSON.stringify(q.body ?? '').slice(0, 300))
  console.log('VIOLATIONS', JSON.stringify(await world.violations(), null, 1).slice(0, 3000))
}, 120000)
