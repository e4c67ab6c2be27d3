import type { Interaction, RequestEntry, World } from '../world/types.ts'
import type { CallRole, InteractionDetail, InteractionLine, InteractionRecord } from './inspector-types.ts'
import { type Driver, DriverError } from './types.ts'

const roleOf = ({ path, method }: RequestEntry): CallRole => {
  if (/^\/interactions\/[^/]+\/[^/]+\/callback$/.test(path)) return 'callback'
  if (/\/messages\/@original$/.test(path)) return 'answer'
  return /^\/webhooks\/[^/]+\/[^/]+(?:$|\/messages\/)/.test(path) && method !== 'GET' ? 'follow-up' : 'other'
}

/** By the id that the bot sent along, or by the interaction's token in the path, which every bot has to use. */
const belongs = (entry: RequestEntry, record: InteractionRecord, interaction: Interaction | undefined): boolean =>
  entry.trace === record.requestId || (interaction !== undefined && entry.path.includes(interaction.token))

const callsOf = (world: World, record: InteractionRecord): RequestEntry[] => {
  const interaction = world.interactions.get(record.id)
  return world.requests.entries.filter((entry) => belongs(entry, record, interaction))
}

const withoutStop = (words: string): string => words.replace(/\.$/, '')

/** Everything that went wrong, in whole words, worst first. */
const problemsOf = (record: InteractionRecord, calls: RequestEntry[]): string[] => {
  const failure = record.failure
  const wrong = (failure?.problems ?? []).map(
    ({ path, message }) => `Answer, ${path.join('.') || 'body'}: ${withoutStop(message)}.`,
  )
  const own = failure === null ? [] : wrong.length > 0 ? wrong : [failure.message]
  const refused = calls
    .filter(({ verdict }) => verdict !== 'ok')
    .map((call) => `${call.method} ${call.route ?? call.path}: ${call.explanation ?? `HTTP ${call.status}`}`)
  return [...own, ...refused]
}

/** The list for a glance, newest first. */
export const listInteractions = ({ world, inspector }: Driver): { interactions: InteractionLine[] } => ({
  interactions: (inspector?.list() ?? []).map((record) => {
    const { request: _request, response, ...rest } = record
    const calls = callsOf(world, record)
    const problems = problemsOf(record, calls).length
    const state = world.interactions.get(record.id)?.state ?? 'forgotten'
    return { ...rest, state, status: response?.status ?? null, calls: calls.length, problems }
  }),
})

/**
 * One interaction with all that is known of it: request, response, REST calls with their verdicts, violations, changed
 * rows and log lines. `traced` is false where the emulator runs alone: rows and lines are unknown then.
 */
export const describeInteraction = async (
  { world, deps, inspector }: Driver,
  id: string,
): Promise<{ interaction: InteractionDetail }> => {
  const record = inspector?.find(id)
  if (record === undefined)
    throw new DriverError('unknown_interaction', `There is no record of interaction "${id}"; the last 200 are kept.`)
  const interaction = world.interactions.get(id)
  const calls = callsOf(world, record)
  const ids = new Set(calls.map((call) => call.id))
  const violations = world.violations.entries.filter(
    (entry) => entry.interactionId === id || (entry.requestId !== null && ids.has(entry.requestId)),
  )
  const traces = deps.surroundings?.traces
  const calledBack = interaction?.acknowledgedAt ?? null
  return {
    interaction: {
      ...record,
      state: interaction?.state ?? 'forgotten',
      acknowledgedMs: interaction && calledBack !== null ? calledBack - interaction.createdAt : null,
      problems: problemsOf(record, calls),
      calls: calls.map((call) => ({ ...call, role: roleOf(call) })),
      violations,
      traced: traces !== undefined,
      changes: (await traces?.changes(record.requestId)) ?? [],
      log: traces?.log(record.requestId) ?? [],
    },
  }
}
