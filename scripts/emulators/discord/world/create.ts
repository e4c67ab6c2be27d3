import { createApplication } from './application.ts'
import { defaultSettings } from './application-settings.ts'
import { defaultGatewaySettings } from './gateway-types.ts'
import { emptyPlatformState } from './platform-state.ts'
import { createIdSource } from './snowflake.ts'
import type { Clock, HouseRules, Limits, Snowflake, World, WorldEvent } from './types.ts'

export interface WorldOptions {
  clock: Clock
  /** Folder that keeps `discord-key.json`; in memory only without it. */
  localDir?: string | undefined
  limits?: Partial<Limits> | undefined
  rules?: Partial<HouseRules> | undefined
  ids?: { application: Snowflake; owner: Snowflake } | undefined
}

/** The ids of the demo application and of its owner, ada. */
export const defaultIds = { application: '1180000000000000001', owner: '310000000000000001' }

/** Discord's global rate, per-route rates wide enough for tests that do not lower them, and sizes that bound memory. */
export const defaultLimits = (): Limits => ({
  requestLog: 5_000,
  violations: 1_000,
  messagesPerChannel: 1_000,
  messages: 50_000,
  auditEntries: 1_000,
  interactions: 5_000,
  uploadBytes: 64 * 1024 * 1024,
  uploads: 5_000,
  nonces: 20_000,
  globalPerSecond: 50,
  route: { requests: 50, seconds: 1 },
  routes: {},
  invalidRequests: 10_000,
  renames: { requests: 2, seconds: 600 },
  commandCreatesPerDay: 200,
})

/** A clock that runs with the machine's and can be moved forward; for use without the local stack. */
export const createStandaloneClock = (): Clock => {
  const listeners = new Set<() => void>()
  let offset = 0
  return {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    advance: (ms) => {
      offset += ms
      for (const listener of listeners) listener()
    },
    onAdvance: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const emptyState = () => ({
  users: new Map(),
  guilds: new Map(),
  channels: new Map(),
  webhooks: new Map(),
  invites: new Map(),
  commands: { global: new Map(), guilds: new Map(), createdAt: new Map() },
  interactions: new Map(),
  uploads: new Map(),
  nonces: new Map(),
  openPolls: new Map(),
  messageOrder: new Map(),
  droppedMessages: 0,
  ...emptyPlatformState(),
  requests: { entries: [], dropped: 0 },
  violations: { entries: [], dropped: 0 },
  faults: [],
  rateLimit: {
    buckets: new Map(),
    global: { resetAt: 0, used: 0 },
    waits: new Map(),
    invalid: { resetAt: 0, used: 0 },
  },
})

/** An empty world: an application with its keys, and no user or guild yet. */
export const createWorld = (options: WorldOptions): World => {
  const listeners = new Set<(event: WorldEvent) => void>()
  const now = () => options.clock.now()
  const rules: HouseRules = {
    explicitAllowedMentions: true,
    userAgent: true,
    unknownFields: true,
    searchIndexing: false,
    validateAnswers: 'all',
    ...options.rules,
  }
  let counter = 0
  return {
    clock: options.clock,
    publicUrl: 'http://127.0.0.1:8788',
    ready: false,
    limits: { ...defaultLimits(), ...options.limits },
    rules,
    initialRules: { ...rules },
    application: createApplication(options.ids ?? defaultIds, options.localDir),
    ...emptyState(),
    gateway: { settings: defaultGatewaySettings(), starts: { resetAt: 0, used: 0 }, presences: new Map() },
    now,
    newId: createIdSource(now),
    nextNumber: () => ++counter,
    emit: (event) => {
      for (const listener of listeners) listener(event)
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Empties everything but the application's keys, the limits and the listeners; the caller seeds it again. */
export const clearWorld = (world: World): void => {
  Object.assign(world, emptyState())
  world.gateway.presences.clear()
  Object.assign(world.application, defaultSettings())
  world.application.interactionsEndpointUrl = world.application.presetInteractionsUrl
  world.emit({ type: 'WORLD_RESET', guildId: null, payload: null })
}
