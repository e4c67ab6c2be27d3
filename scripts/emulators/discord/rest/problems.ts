import {
  type DiscordError,
  discordError,
  discordErrors,
  type ErrorCode,
  type FormProblem,
  formError,
} from '../errors.ts'

const isErrorCode = (code: number): code is ErrorCode => Object.hasOwn(discordErrors, code)

/** The error for a validator's problems: a 50035, or the code that all of them name by digits (e.g. 50006). */
export const problemsError = (problems: readonly FormProblem[]): DiscordError => {
  const [first] = problems
  const own = first !== undefined && problems.every(({ code }) => code === first.code) ? Number(first.code) : Number.NaN
  if (first && isErrorCode(own) && own !== 50035) return discordError(own, first.message)
  return formError(problems)
}
