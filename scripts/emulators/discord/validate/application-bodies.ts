import * as z from 'zod'
import type { Json, Problem } from './problem.ts'
import { problem } from './problem.ts'

const maxDescription = 400

/** Discord docs: resources/application#edit-current-application. */
export const applicationProblems = ({ description }: Json): Problem[] => {
  if (typeof description !== 'string' || [...description].length <= maxDescription) return []
  return [problem(['description'], 'BASE_TYPE_MAX_LENGTH', `Must be ${maxDescription} or fewer in length.`)]
}

/** The published document asks for the username always; Discord docs (resources/user) for nothing. */
export const currentUserSchema = z.strictObject({
  username: z.string().min(2).max(32).optional(),
  avatar: z.string().nullish(),
  banner: z.string().nullish(),
})
