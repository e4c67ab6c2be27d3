import { demo } from '../seed.ts'
import { permissionBits } from '../world/guilds.ts'
import { createMessage } from '../world/messages.ts'
import { snowflakeAt } from '../world/snowflake.ts'
import type { Channel, Verdict, World } from '../world/types.ts'
import type { CallOptions } from './test-client.ts'

const { users, channels, roles, guildId } = demo
export const unknown = '1234567890123456789'
export const text = { content: 'hello', allowed_mentions: { parse: [] } }
export const general = `/channels/${channels.general}`
export const guild = `/guilds/${guildId}`
export const app = `/applications/${demo.applicationId}`

export const channelOf = (world: World, id: string): Channel => {
  const channel = world.channels.get(id)
  if (!channel) throw new Error(`no channel ${id}`)
  return channel
}

export const botRole = (world: World, change: (permissions: bigint) => bigint): void => {
  const role = world.guilds.get(guildId)?.roles.get(roles.bot)
  const everyone = world.guilds.get(guildId)?.roles.get(guildId)
  if (role) role.permissions = String(change(BigInt(role.permissions)))
  if (everyone) everyone.permissions = String(change(BigInt(everyone.permissions)))
}

/** Gives the bot's own role these permissions too. */
export const grant = (world: World, ...names: Parameters<typeof permissionBits>): void => {
  const role = world.guilds.get(guildId)?.roles.get(roles.bot)
  if (role) role.permissions = String(BigInt(role.permissions) | permissionBits(...names))
}

export const without =
  (...names: Parameters<typeof permissionBits>) =>
  (world: World) =>
    botRole(world, (permissions) => permissions & ~permissionBits(...names))

export const say = (world: World, userId: string, channelId: string = channels.general) => {
  const author = world.users.get(userId)?.data
  if (!author) throw new Error(`no user ${userId}`)
  return createMessage(world, { channel: channelOf(world, channelId), author, origin: 'user', content: 'hi' }).data.id
}

export const old = snowflakeAt(Date.now() - 15 * 24 * 3600 * 1000)
export const young = (n: number) => snowflakeAt(Date.now() - 1000, n)

export interface Case {
  name: string
  call: [method: string, path: string, options?: CallOptions]
  setUp?: (world: World) => void
  expected: [status: number, code: number]
  verdict: Verdict
}

let lastAlan = ''

/** Each test starts with a world of its own. */
export const forgetAlan = (): void => {
  lastAlan = ''
}

export const alanMessage = (world: World): string => {
  lastAlan ||= say(world, users.alan)
  return lastAlan
}
