export type {
  MessageOutcome,
  Outcome,
  Scenario,
  Step,
} from '../../../scripts/emulators/discord/driver/scenarios/format.ts'
export type {
  ReplayResult,
  ScenarioLine,
  ScenariosView,
  StepResult,
} from '../../../scripts/emulators/discord/driver/scenarios/result-types.ts'
