import * as z from 'zod'

/** What a step may do, and the driver's route behind it. */
export const stepRoutes = {
  command: ['POST', 'commands'],
  autocomplete: ['POST', 'autocomplete'],
  component: ['POST', 'components'],
  modal: ['POST', 'modals'],
  message: ['POST', 'messages'],
  upload: ['POST', 'uploads'],
  'edit-message': ['PATCH', 'messages'],
  'delete-message': ['DELETE', 'messages'],
  reaction: ['POST', 'reactions'],
  voice: ['POST', 'voice'],
  member: ['POST', 'members'],
  timeout: ['POST', 'timeouts'],
  guild: ['POST', 'guilds'],
  thread: ['POST', 'threads'],
  pin: ['POST', 'pins'],
  burst: ['POST', 'bursts'],
  'poll-vote': ['POST', 'poll-votes'],
  'event-interest': ['POST', 'event-interest'],
  entitlement: ['POST', 'entitlements'],
  authorize: ['POST', 'authorize'],
  deauthorize: ['POST', 'deauthorize'],
  fault: ['POST', 'faults'],
  'clear-faults': ['DELETE', 'faults'],
  'slow-bot': ['POST', 'slow-bot'],
  switch: ['POST', 'switches'],
  advance: ['POST', 'advance'],
} as const satisfies Record<string, readonly [method: string, path: string]>
export type StepKind = keyof typeof stepRoutes

/** Guarantee: `Object.keys` of a literal object gives exactly its keys. */
const keysOf = <K extends string>(object: Record<K, unknown>): [K, ...K[]] => Object.keys(object) as [K, ...K[]]
export const stepKinds = keysOf(stepRoutes)

const lines = z.array(z.string())

const controlSchema = z.strictObject({
  label: z.string(),
  /** The first two parts of the custom id. */
  id: z.string(),
  disabled: z.literal(true).optional(),
  options: lines.optional(),
})

export const messageOutcomeSchema = z.strictObject({
  /** `m1`, `m2`, … in the order in which the run saw them. */
  id: z.string(),
  in: z.string(),
  by: z.string(),
  /** The only user who sees it. */
  only: z.string().optional(),
  change: z.enum(['new', 'edited']),
  text: lines,
  controls: z.array(controlSchema).optional(),
})
export type MessageOutcome = z.infer<typeof messageOutcomeSchema>

/** What can be seen after a step, without ids and times of the run. */
export const outcomeSchema = z.strictObject({
  /** Why the client did not let it happen: the code of the driver's error. */
  refused: z.string().optional(),
  /** What the client shows in red. */
  failure: z.string().optional(),
  form: z.strictObject({ title: z.string(), fields: lines }).optional(),
  choices: lines.optional(),
  messages: z.array(messageOutcomeSchema).optional(),
  deleted: lines.optional(),
  people: lines.optional(),
  places: lines.optional(),
})
export type Outcome = z.infer<typeof outcomeSchema>

export const stepSchema = z
  .looseObject({
    do: z.enum(stepKinds),
    as: z.string().optional(),
    guild: z.string().optional(),
    in: z.string().optional(),
    expect: outcomeSchema.optional(),
  })
  .superRefine((step, context) => {
    const needed = { component: ['message', 'control'], modal: ['from', 'fields'], command: ['name'] }[String(step.do)]
    for (const key of needed ?? [])
      if (step[key] === undefined) context.addIssue({ code: 'custom', path: [key], message: `a ${step.do} needs it` })
  })
export type Step = z.infer<typeof stepSchema>

/** A recorded run: what people did, and what was seen. */
export const scenarioSchema = z.strictObject({
  version: z.literal(1),
  title: z.string().max(200),
  steps: z.array(stepSchema).max(500),
})
export type Scenario = z.infer<typeof scenarioSchema>

/** A file name without path: lower case letters, digits and single hyphens. */
export const scenarioNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a name such as "warn-and-undo": lower case letters, digits, hyphens')
