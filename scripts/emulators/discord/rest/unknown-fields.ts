import type { FormProblem } from '../errors.ts'
import type { World } from '../world/types.ts'

const isUnknown = ({ code }: FormProblem): boolean => code === 'UNKNOWN_FIELD'

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

const remove = (body: unknown, path: readonly string[]): void => {
  const name = path.at(-1)
  let holder = body
  for (const key of path.slice(0, -1)) holder = isContainer(holder) ? Reflect.get(holder, key) : undefined
  if (name !== undefined && isContainer(holder)) Reflect.deleteProperty(holder, name)
}

/**
 * A body and what is wrong with it. Discord ignores fields that it does not know (discord.js sends some with every
 * timeout and thread); the house rule `unknownFields` refuses them, since most are typing errors. Without that rule
 * they are taken out first.
 */
export const checkFields = (
  world: World,
  body: unknown,
  validate: (body: unknown) => FormProblem[],
): { body: unknown; problems: FormProblem[] } => {
  const problems = validate(body)
  if (world.rules.unknownFields || !problems.some(isUnknown)) return { body, problems }
  const known: unknown = structuredClone(body)
  for (const { path } of problems.filter(isUnknown)) remove(known, path)
  return { body: known, problems: validate(known).filter((problem) => !isUnknown(problem)) }
}
