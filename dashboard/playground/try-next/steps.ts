import { type APIMessage, ComponentType } from 'discord-api-types/v10'
import { fetchChoices, pressComponent, runCommand } from '../state/act.ts'
import { actAs, openChannel, openGuild, tick } from '../state/navigate.ts'
import { refreshNow } from '../state/refresh.ts'
import { getState, setState } from '../state/store.ts'
import type { InteractionResult, Person, Standing } from '../state/types.ts'

export interface Step {
  id: string
  title: string
  /** What the click does, in words. */
  does: string
  run: () => Promise<boolean>
}

const personOf = (...standings: Standing[]): Person | undefined => {
  const { people, guildId } = getState()
  const guild = guildId ?? people?.guilds[0]?.id ?? ''
  const users = people?.users.filter(({ bot }) => bot !== true) ?? []
  for (const standing of standings) {
    const found = users.find((user) => user.standing[guild] === standing)
    if (found) return found
  }
  return undefined
}

/** Everything happens in the first server's first channel of text, where nothing is in the way. */
const stand = async (...standings: Standing[]): Promise<void> => {
  const first = getState().people?.guilds[0]?.id
  if (getState().guildId === null && first) await openGuild(first)
  const person = personOf(...standings)
  if (person) await actAs(person.id)
  const { guild } = getState()
  const text = guild?.joined ? guild.channels.find(({ type }) => type === 0) : undefined
  if (text) await openChannel(text.id)
}

const done = (result: InteractionResult | null): boolean => result !== null && result.error === undefined

/** The same person in every step, also when warnings have led to a timeout meanwhile. */
const target = (): string => {
  const { people, guildId } = getState()
  const isTarget = ({ standing }: Person) => ['member', 'muted'].includes(standing[guildId ?? ''] ?? '')
  return people?.users.find(isTarget)?.id ?? ''
}

const asModerator = () => stand('moderator', 'owner')

const warn = async () => {
  await asModerator()
  return done(await runCommand({ name: 'warn', options: { user: target(), reason: 'Advertising in #general' } }))
}

/** The newest case, as the bot's own autocompletion names it. */
const seeCase = async () => {
  await asModerator()
  const [newest] = await fetchChoices({ name: 'case view', options: { number: '' }, focused: 'number' })
  if (newest) return done(await runCommand({ name: 'case view', options: { number: newest.value } }))
  setState({ problem: 'There is no case yet: warn somebody first.' })
  return false
}

const history = async () => {
  await asModerator()
  return done(await runCommand({ name: 'history', options: { user: target() } }))
}

const panel = async () => {
  await asModerator()
  return done(await runCommand({ name: 'modpanel', options: { user: target() } }))
}

type Part = { type: number; custom_id?: string; label?: string; components?: Part[]; accessory?: Part }

/** Guarantee: components of a validated message have Discord's shape; only the fields named above are read. */
const partsOf = (message: APIMessage): Part[] => (message.components ?? []) as Part[]

const flat = (parts: readonly Part[]): Part[] =>
  parts.flatMap((part) => [part, ...flat(part.components ?? []), ...(part.accessory ? [part.accessory] : [])])

const undoOf = (message: APIMessage): string | undefined =>
  flat(partsOf(message)).find(({ type, custom_id }) => type === ComponentType.Button && custom_id?.includes('undo'))
    ?.custom_id

/** A setting that has the value already changes nothing, so another one is tried. */
const change = async () => {
  await stand('owner', 'admin')
  const setting = { feature: 'moderation', setting: 'escalation_warn_threshold' }
  for (const value of ['2', '3']) {
    const result = await runCommand({ name: 'config set', options: { ...setting, value } })
    if (!done(result)) return false
    if (result?.message && undoOf(result.message) !== undefined) return true
  }
  return false
}

const undo = async () => {
  await stand('owner', 'admin')
  await refreshNow()
  const message = getState().messages?.messages.findLast((entry) => undoOf(entry) !== undefined)
  const customId = message && undoOf(message)
  if (message && customId) return done(await pressComponent(message.id, customId))
  setState({ problem: 'There is nothing to undo yet: change a setting first.' })
  return false
}

export const steps: readonly Step[] = [
  { id: 'warn', title: 'Warn a member', does: 'Runs /warn as a moderator', run: warn },
  { id: 'case', title: 'See the case', does: 'Runs /case view with the newest number', run: seeCase },
  { id: 'history', title: 'See history', does: 'Runs /history of that member', run: history },
  { id: 'panel', title: 'Open the panel', does: 'Runs /modpanel: press its buttons', run: panel },
  { id: 'setting', title: 'Change a setting', does: 'Runs /config set as the owner', run: change },
  { id: 'undo', title: 'Undo it', does: 'Presses the Undo button of that answer', run: undo },
]

/** Runs a step and ticks it when it went well. */
export const runStep = async (step: Step): Promise<void> => {
  if (await step.run()) tick(step.id)
}
