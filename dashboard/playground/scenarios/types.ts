export interface MessageOutcome {
  id: string
  in: string
  by: string
  only?: string
  change: 'new' | 'edited'
  text: string[]
  controls?: { label: string; id: string; disabled?: true; options?: string[] }[]
}

/** What could be seen after a step. */
export interface Outcome {
  refused?: string
  failure?: string
  form?: { title: string; fields: string[] }
  choices?: string[]
  messages?: MessageOutcome[]
  deleted?: string[]
  people?: string[]
  places?: string[]
}

export interface Step {
  do: string
  as?: string
  guild?: string
  in?: string
  expect?: Outcome
  [key: string]: unknown
}

export interface Scenario {
  version: 1
  title: string
  steps: Step[]
}

export interface StepResult {
  step: number
  do: string
  /** Null where nothing was recorded to compare with. */
  equal: boolean | null
  diff: string
  outcome: Outcome
}

export interface ReplayState {
  id: number
  name: string
  of: number
  done: boolean
  ok: boolean
  steps: StepResult[]
}

export interface ScenarioLine {
  name: string
  title: string
  steps: number
  /** What is wrong with the file, if it is no scenario. */
  problem?: string
}

/** `GET /emulator/scenarios`. */
export interface ScenariosView {
  scenarios: ScenarioLine[]
  recording: { title: string; steps: number } | null
  replay: ReplayState | null
}
