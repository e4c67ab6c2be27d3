import { discordErrors, type ErrorBody } from './errors.ts'
import type { Fault, World } from './world/types.ts'

export interface FaultTarget {
  method: string
  /** Below the version, e.g. `/channels/1/messages`. */
  path: string
  template: string | null
}

const matchesRoute = (pattern: string, target: FaultTarget): boolean => {
  if (pattern === target.template) return true
  try {
    return new RegExp(pattern).test(target.path)
  } catch {
    return false
  }
}

const matches = (fault: Fault, target: FaultTarget): boolean =>
  fault.on !== 'interactions' &&
  (fault.method === undefined || fault.method.toUpperCase() === target.method) &&
  (fault.route === undefined || matchesRoute(fault.route, target)) &&
  (fault.times === undefined || fault.hits < fault.times)

/** Adds a rule; the first rule that matches a request strikes. */
export const addFault = (world: World, fault: Omit<Fault, 'id' | 'hits'>): Fault => {
  const entry: Fault = { ...fault, id: world.nextNumber(), hits: 0 }
  world.faults.push(entry)
  return entry
}

/** The rule that strikes this request, counted as hit, or undefined. A used-up rule is removed. */
export const takeFault = (world: World, target: FaultTarget): Fault | undefined =>
  take(world, (candidate) => matches(candidate, target))

/** The rule that strikes the bot's answer to an interaction, counted as hit, or undefined. */
export const takeInteractionFault = (world: World): Fault | undefined =>
  take(world, (candidate) => candidate.on === 'interactions')

const take = (world: World, fits: (fault: Fault) => boolean): Fault | undefined => {
  const fault = world.faults.find(fits)
  if (!fault) return undefined
  fault.hits += 1
  if (fault.times !== undefined && fault.hits >= fault.times) world.faults.splice(world.faults.indexOf(fault), 1)
  return fault
}

const knownError = (code: number): { status: number; message: string } | undefined => {
  const row = Object.entries(discordErrors).find(([known]) => known === String(code))?.[1]
  return row && { status: row[0], message: row[1] }
}

export interface FaultAnswer {
  status: number
  body: ErrorBody
  headers: Record<string, string>
}

/** What a fault answers, or null when it only delays or cuts. A code alone brings the status Discord gives it. */
export const faultAnswer = (fault: Fault): FaultAnswer | null => {
  if (fault.status === undefined && fault.code === undefined) return null
  const known = fault.code === undefined ? undefined : knownError(fault.code)
  const status = fault.status ?? known?.status ?? 400
  const body: ErrorBody = {
    code: fault.code ?? 0,
    message: fault.message ?? known?.message ?? (status === 429 ? 'You are being rate limited.' : `${status}: Fault`),
  }
  if (status !== 429) return { status, body, headers: {} }
  const scope = fault.scope ?? 'user'
  const retryAfter = fault.retryAfter ?? 1
  return {
    status,
    body: { ...body, retry_after: retryAfter, global: scope === 'global' },
    headers: {
      'retry-after': String(Math.ceil(retryAfter)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' && { 'x-ratelimit-global': 'true' }),
    },
  }
}
