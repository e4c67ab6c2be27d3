import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { allComponents } from '../../scripts/emulators/discord/driver/component-data.ts'
import { type InteractionResult, isObject, type Json } from '../../scripts/emulators/discord/driver/types.ts'
import { addRole } from '../../scripts/emulators/discord/world/guilds.ts'
import type { World as DiscordWorld, Guild, Member, RequestEntry } from '../../scripts/emulators/discord/world/types.ts'
import { type CommandCall, startWorld, type World } from './world.ts'

const START_MS = 180_000
const QUIET_POLLS = 2
const POLL_MS = 15
/** Longer than the window of the moderators' pace, so that no test slows the next one down. */
const BREATH_MS = 11_000

export interface Flow {
  readonly world: World
  /** The emulator's own state, to look at and to change as other people would. */
  readonly discord: DiscordWorld
}

/**
 * One running Guildhall for a test file. It ends with the proof that the bot did nothing that Discord forbids.
 * The cron is fired by `advance` only, so that nothing happens that no test asked for.
 */
export function useFlow(options: Parameters<typeof startWorld>[0] = {}): Flow {
  let running: World | undefined
  const started = (): World => {
    if (running === undefined) throw new Error('the world has not started')
    return running
  }
  beforeAll(async () => {
    running = await startWorld({ cron: 'manual', ...options })
  }, START_MS)
  beforeEach(() => started().stack.clock.advance(BREATH_MS))
  afterAll(async () => {
    if (running === undefined) return
    try {
      await settled(running)
      expect(await running.violations()).toEqual([])
    } finally {
      await running.stop()
    }
  }, START_MS)
  return {
    get world() {
      return started()
    },
    get discord() {
      return started().stack.discord.world
    },
  }
}

export interface Place {
  name: string
  id: string
  owner: string
  mod: string
  mod2: string
  members: string[]
  channels: { general: string; 'mod-log': string }
  /** As the first moderator, unless `call` names somebody else. */
  run(name: string, options?: Record<string, unknown>, call?: CommandCall): Promise<InteractionResult>
  /** Ids by user name. */
  idOf(user: string): string
  member(user: string): Member
  guild: Guild
}

let places = 0

/** A guild of its own with an owner, two moderators and members, all below the bot's role. */
export async function newPlace(flow: Flow, { members = 4, log = true } = {}): Promise<Place> {
  places += 1
  const name = `p${places}`
  const created = await flow.world.emulator<{ guild: { id: string }; channels: Place['channels'] }>('guilds', {
    name,
    moderators: 2,
    members,
  })
  const guild = flow.discord.guilds.get(created.guild.id)
  if (guild === undefined) throw new Error('the guild was not made')
  const place: Place = {
    name,
    id: created.guild.id,
    owner: `${name} owner`,
    mod: `${name}-moderator1`,
    mod2: `${name}-moderator2`,
    members: Array.from({ length: members }, (_, i) => `${name}-member${i + 1}`),
    channels: created.channels,
    guild,
    run: (command, options = {}, call = {}) =>
      flow.world.command(command, { guild: name, user: place.mod, options, ...call }),
    idOf(user) {
      const found = [...flow.discord.users.values()].find((one) => one.data.username === user)
      if (found === undefined) throw new Error(`no user ${user}`)
      return found.data.id
    },
    member(user) {
      const found = guild.members.get(place.idOf(user))
      if (found === undefined) throw new Error(`${user} is no member`)
      return found
    },
  }
  if (log) await set(place, 'log_channel_id', `<#${place.channels['mod-log']}>`)
  return place
}

/** Changes a setting of moderation the way an admin does. */
export async function set(place: Place, setting: string, value: string): Promise<void> {
  const done = await place.run('config set', { feature: 'moderation', setting, value }, { user: place.owner })
  expect(textOf(done)).toContain('Saved')
}

/** Gives somebody a new role at that position. */
export function giveRole(flow: Flow, place: Place, role: { user: string; name: string; position: number }): string {
  const made = addRole(flow.discord, place.guild, { name: role.name, position: role.position })
  place.member(role.user).roles.add(made.id)
  return made.id
}

function partsOf(message: unknown): Json[] {
  return isObject(message) ? allComponents(message['components']) : []
}

/** Everything that a person reads in a message. */
export function readMessage(message: unknown): string {
  return partsOf(message)
    .flatMap((part) => (typeof part['content'] === 'string' ? [part['content']] : []))
    .join('\n')
}

/** What the person who acted reads in the end: the message, or the follow-up that took its place. */
export function textOf(result: InteractionResult): string {
  expect(result.error, 'the client shows a failure').toBeUndefined()
  return [result.message, ...result.followups].map(readMessage).join('\n').trim()
}

/** What stands there in the end: a late refusal takes the place of a public promise after the client has shown its end. */
export function finalText(discord: DiscordWorld, { interaction }: InteractionResult): string {
  const { originalMessageId, followupIds = [], channelId = '' } = discord.interactions.get(interaction.id) ?? {}
  const messages = discord.channels.get(channelId)?.messages
  return [originalMessageId ?? '', ...followupIds]
    .map((id) => readMessage(messages?.get(id)?.data))
    .join('\n')
    .trim()
}

const EPHEMERAL = 64

export function isPrivate(message: unknown): boolean {
  return isObject(message) && typeof message['flags'] === 'number' && (message['flags'] & EPHEMERAL) !== 0
}

export interface Control {
  customId: string
  label: string
  disabled: boolean
  options: string[]
}

/** Buttons and selects of a message. */
export function controlsOf(message: unknown): Control[] {
  return partsOf(message).flatMap((part) => {
    const { custom_id: customId, label, disabled, options } = part
    if (typeof customId !== 'string') return []
    const values = Array.isArray(options) ? options.filter(isObject).map((one) => String(one['value'])) : []
    return [{ customId, label: typeof label === 'string' ? label : '', disabled: disabled === true, options: values }]
  })
}

/** The control with that label, or with that beginning of its custom id. */
export function controlOf(message: unknown, wanted: string): Control {
  const all = controlsOf(message)
  const found = all.find((one) => one.label.includes(wanted) || one.customId.startsWith(wanted))
  if (found === undefined) throw new Error(`no "${wanted}" among ${JSON.stringify(all)}`)
  return found
}

export function messageId(message: unknown): string {
  if (!isObject(message) || typeof message['id'] !== 'string') throw new Error('there is no message')
  return message['id']
}

/** Presses a button of the message that an interaction ended with, or picks `values` in its select. */
export function press(
  flow: Flow,
  { message }: Pick<InteractionResult, 'message'>,
  { on, ...call }: CommandCall & { on: string; values?: string[] },
): Promise<InteractionResult> {
  return flow.world.click(messageId(message), controlOf(message, on).customId, call)
}

/** Messages of a channel as that person sees them; `dm` is theirs with the bot. */
export async function messagesIn(flow: Flow, channel: string, user?: string): Promise<string[]> {
  const query = new URLSearchParams({ channel, ...(user === undefined ? {} : { user }) })
  const { messages } = await flow.world.emulator<{ messages: unknown[] }>(`messages?${query}`)
  return messages.map(readMessage)
}

/** Waits until the bot has finished what it does after its answer, and the database and Discord have been quiet for a moment. */
export async function settled(world: World): Promise<void> {
  if (world.idle !== undefined) return world.idle()
  let [last, quiet] = ['', 0]
  while (quiet < QUIET_POLLS) {
    const { queries, batches } = await world.stack.neon.stats()
    const { entries, dropped } = world.stack.discord.world.requests
    const now = `${queries} ${batches} ${entries.length + dropped}`
    const isIdle = (await world.underWay()) === 0
    quiet = isIdle && now === last ? quiet + 1 : 0
    last = now
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Of the counters only what people see: their revision is the version of a cache. */
const contents = [
  'select * from moderation_cases',
  'select guild_id, last_number from case_counters where last_number > 0',
  'select * from guild_settings',
  'select * from guild_settings_history',
  'select * from moderation_channel_locks',
  'select * from moderation_runs',
  'select * from jobs',
]

/** Everything that a command can change, in the database and in Discord, for all guilds. */
export async function snapshot({ world, discord }: Flow): Promise<unknown> {
  const rows = await Promise.all(contents.map((query) => world.sql(`${query} order by 1, 2`)))
  const guilds = [...discord.guilds.values()].map(({ id, bans, members }) => ({
    id,
    bans: [...bans.keys()],
    members: [...members.values()].map(({ userId, roles, timeoutUntil }) => ({
      userId,
      roles: [...roles],
      timeoutUntil,
    })),
  }))
  const channels = [...discord.channels.values()].map(({ id, rateLimitPerUser, overwrites, messages }) => ({
    id,
    rateLimitPerUser,
    overwrites: [...overwrites.values()],
    messages: [...messages.values()].filter((one) => one.visibleTo === null).map((one) => one.data.id),
  }))
  return { rows, guilds, channels }
}

/** Calls of the bot that change something; answers to the interaction itself are none. */
export function writesSince({ discord }: Flow, lastId: number): RequestEntry[] {
  return discord.requests.entries.filter(
    (entry) => entry.id > lastId && entry.method !== 'GET' && !entry.path.includes('/webhooks/'),
  )
}

export function lastRequest({ discord }: Flow): number {
  return discord.requests.entries.at(-1)?.id ?? 0
}

/** Proves that `act` changed nothing: no row, no member, channel or message, no mutating call of Discord. */
export async function unchanged<T>(flow: Flow, act: () => Promise<T>): Promise<T> {
  await settled(flow.world)
  const [before, since] = [await snapshot(flow), lastRequest(flow)]
  const result = await act()
  await settled(flow.world)
  expect(writesSince(flow, since).map(({ method, path }) => `${method} ${path}`)).toEqual([])
  expect(await snapshot(flow)).toEqual(before)
  return result
}

export interface CaseRow {
  case_id: number
  user_id: string
  moderator_id: string
  action_type: string
  reason: string | null
  status: string
  dm: string | null
  source: string
  log_message_id: string | null
}

export function casesOf({ world }: Flow, place: Pick<Place, 'id'>): Promise<CaseRow[]> {
  return world.sql<CaseRow>('select * from moderation_cases where guild_id = $1 order by case_id', [place.id])
}
