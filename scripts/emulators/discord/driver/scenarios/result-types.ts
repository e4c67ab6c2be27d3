import type { Outcome } from './format.ts'

export interface StepResult {
  /** From 1. */
  step: number
  do: string
  /** Null for a step without `expect`. */
  equal: boolean | null
  /** The lines that differ; empty when they are equal. */
  diff: string
  outcome: Outcome
}

export interface ReplayResult {
  /** Each replay has its own. */
  id: number
  name: string
  of: number
  done: boolean
  /** All steps done, none different. */
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
  /** The last one, under way or done. */
  replay: ReplayResult | null
}
