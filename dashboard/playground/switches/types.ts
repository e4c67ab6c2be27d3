/** A rule that answers wrongly on purpose. */
export interface Fault {
  id: number
  on?: 'rest' | 'interactions'
  method?: string
  route?: string
  status?: number
  code?: number
  delayMs?: number
  drop?: boolean
  times?: number
  slowBot?: SlowBot
  hits: number
}

export type SlowBot = 'thinking' | 'silent'

/** `GET /emulator/switches`. */
export interface SwitchesView {
  slowBot: SlowBot | 'off'
  /** Whether the bot's own data can be emptied from here. */
  resetsData: boolean
  guilds: {
    id: string
    name: string
    bot: { position: number; highest: number; permissions: string[] } | null
  }[]
  users: { id: string; name: string; dmsClosed: boolean; locale: string }[]
  permissions: string[]
  faults: Fault[]
}

/** Sends a change and shows what is true afterwards. */
export type Change = (path: string, body: unknown, method?: string) => Promise<void>
