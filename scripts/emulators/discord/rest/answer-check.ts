import type { World } from '../world/types.ts'
import type { Reply, Route, ValidateAnswer } from './route.ts'

/** With `sampled`, the first answer of a route and status is checked, and then every so many. */
const sampleEvery = 100

const seen = new WeakMap<World, Map<string, number>>()

const isDue = (world: World, key: string): boolean => {
  if (world.rules.validateAnswers !== 'sampled') return world.rules.validateAnswers === 'all'
  const counts = seen.get(world) ?? new Map<string, number>()
  seen.set(world, counts)
  const count = counts.get(key) ?? 0
  counts.set(key, count + 1)
  return count % sampleEvery === 0
}

/**
 * Holds an answer to Discord's published schema as often as `rules.validateAnswers` says. Returns words when the
 * emulator answered something that Discord would not, else null.
 */
export const answerExplanation = (
  world: World,
  answer: { route: Route; reply: Reply; validate: ValidateAnswer },
): string | null => {
  const { route, reply } = answer
  if (!isDue(world, `${route.method} ${route.template} ${reply.status}`)) return null
  const problems = answer.validate(route, reply.status, reply.body)
  if (problems.length === 0) return null
  const words = problems.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  return `${route.method} ${route.template} was answered ${reply.status} unlike the published schema: ${words.join(' ')}`
}
