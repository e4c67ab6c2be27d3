export type { SwitchesView } from '../../../scripts/emulators/discord/driver/switches.ts'
export type { Fault } from '../../../scripts/emulators/discord/world/traffic-types.ts'

/** Sends a change and shows what is true afterwards. */
export type Change = (path: string, body: unknown, method?: string) => Promise<void>
