import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InteractionResult } from '../../scripts/emulators/discord/driver/types.ts'
import { demo } from '../../scripts/emulators/discord/seed.ts'
import { databaseUrl } from '../../scripts/local/env.ts'
import { type Stack, startStack } from '../../scripts/local/stack.ts'
import { registerCommands } from '../../scripts/register-commands.ts'
import { type NodeWorker, startNodeWorker } from './node-worker.ts'

export { demo }

/** Which Worker a flow runs against: the bundle in workerd, or the same code in this process, where coverage sees it. */
export type Target = 'node' | 'workerd'
export const target: Target = process.env['GUILDHALL_TARGET'] === 'workerd' ? 'workerd' : 'node'

export interface CommandCall {
  user?: string
  guild?: string
  channel?: string
  options?: Record<string, unknown>
  target?: string
  locale?: string
  raw?: boolean
  waitMs?: number
}

export interface Violation {
  code?: number
  message: string
}

export interface World {
  readonly stack: Stack
  readonly url: string
  /** Any call of the emulator's own interface; `body` makes it a POST. */
  emulator<T = unknown>(path: string, body?: unknown, method?: string): Promise<T>
  command(name: string, call?: CommandCall): Promise<InteractionResult>
  click(message: string, customId: string, call?: CommandCall & { values?: string[] }): Promise<InteractionResult>
  submit(
    interaction: string,
    fields: Record<string, unknown>,
    call?: Pick<CommandCall, 'user' | 'raw' | 'locale'>,
  ): Promise<InteractionResult>
  violations(): Promise<Violation[]>
  /** Resolves when the Worker has nothing left to do; only where it runs in this process, which can tell. */
  idle?: () => Promise<void>
  /** Pieces of work that the Worker goes on with after its answers. */
  underWay(): Promise<number>
  /** Moves the local clock and waits until everything due by then was delivered. */
  advance(seconds: number): Promise<void>
  /** Past every guard and scope, as the owner of the database. */
  sql<Row = Record<string, unknown>>(query: string, params?: (string | null)[]): Promise<Row[]>
  stop(): Promise<void>
}

/** Guarantee: the emulator's answers have the shapes that its own types declare; tests fail on the first wrong field. */
async function json<T>(response: Response): Promise<T> {
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.url} ${response.status}: ${JSON.stringify(body)}`)
  return body as T
}

/** Neon's own HTTP protocol, with the connection string of the owner. */
async function ownerQuery<Row>(stack: Stack, query: string, params: (string | null)[]): Promise<Row[]> {
  const response = await fetch(stack.neon.sqlEndpoint, {
    method: 'POST',
    headers: { 'neon-connection-string': databaseUrl('postgres', stack.ports), 'content-type': 'application/json' },
    body: JSON.stringify({ query, params }),
  })
  return (await json<{ rows: Row[] }>(response)).rows
}

export interface WorldOptions {
  target?: Target
  env?: Record<string, string>
  /** `manual`: the sweeper runs at `advance` only. */
  cron?: 'minutely' | 'manual'
}

/** A whole Guildhall on free ports with the demo guilds, for one test file. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const chosen = options.target ?? target
  const localDir = mkdtempSync(join(tmpdir(), 'guildhall-test-'))
  let nodeWorker: NodeWorker | undefined
  const stack = await startStack({
    portBase: 'free',
    localDir,
    memoryDb: true,
    quiet: true,
    worker: chosen === 'workerd' ? 'workerd' : 'none',
    cron: options.cron ?? 'minutely',
    ...(chosen === 'node' && {
      outsideWorker: { pause: async () => nodeWorker?.idle(), resume: async () => nodeWorker?.restart() },
    }),
  })
  if (chosen === 'node')
    nodeWorker = await startNodeWorker({ port: stack.ports.worker, env: { ...stack.env, ...options.env } })
  if (options.env !== undefined) await stack.worker?.restart({ env: { ...stack.env, ...options.env } })
  if (chosen === 'node') await registerCommands({ env: stack.env })
  const base = stack.urls.discord

  async function emulator<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const init: RequestInit = { method }
    if (body !== undefined) {
      init.body = JSON.stringify(body)
      init.headers = { 'content-type': 'application/json' }
    }
    return json<T>(await fetch(`${base}/emulator/${path}`, init))
  }

  const place = ({ user = 'grace', guild = 'Guildhall Demo', channel = 'general', ...rest }: CommandCall) => ({
    user,
    guild,
    channel,
    ...rest,
  })

  return {
    ...(nodeWorker && { idle: nodeWorker.idle }),
    stack,
    url: stack.urls.worker,
    emulator,
    command: (name, call = {}) => emulator('commands', { name, ...place(call) }),
    click: (message, customId, call = {}) => emulator('components', { message, customId, ...place(call) }),
    submit: (interaction, fields, call = {}) => emulator('modals', { interaction, fields, ...call }),
    violations: async () => (await emulator<{ violations: Violation[] }>('violations')).violations,
    async underWay() {
      const authorization = `Bearer ${stack.env['OPERATOR_TOKEN']}`
      const answer = await fetch(`${stack.urls.worker}/internal/work`, { headers: { authorization } })
      return (await json<{ underWay: number }>(answer)).underWay
    },
    async advance(seconds) {
      await emulator('advance', { seconds })
      await nodeWorker?.scheduled(stack.clock.now())
    },
    sql: (query, params = []) => ownerQuery(stack, query, params),
    async stop() {
      await nodeWorker?.stop()
      await stack.stop()
      rmSync(localDir, { recursive: true, force: true })
    },
  }
}
