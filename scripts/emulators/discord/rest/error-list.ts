import { plainCases } from './error-cases.ts'
import { forbiddenCases } from './error-cases-forbidden.ts'
import { limitCases } from './error-cases-limits.ts'
import { stateCases } from './error-cases-state.ts'
import { unknownCases } from './error-cases-unknown.ts'
import type { Case } from './error-kit.ts'

/** Every case in which the emulator refuses a request; each JSON error of its table has at least one. */
export const errorCases: readonly Case[] = [
  ...plainCases,
  ...forbiddenCases,
  ...unknownCases,
  ...limitCases,
  ...stateCases,
]
