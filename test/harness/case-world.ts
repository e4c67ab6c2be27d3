import type { GuildFacts } from '../../src/core/context.ts'
import type { Discord } from '../../src/core/discord.ts'
import { type DataCtx, type DataCtxOptions, startDataWorld } from '../properties/data-world.ts'

export interface CaseCtxOptions extends DataCtxOptions {
  discord?: Discord
  facts?: GuildFacts
  /** What is stored of the settings of the feature that asks. */
  settings?: Record<string, unknown>
}

export interface CaseCtx extends DataCtx {
  /** Waits for everything that was left to the background. */
  settled(): Promise<void>
}

/** The world of the data services, for verbs that also speak to Discord and leave work to the background. */
export async function startCaseWorld() {
  const world = await startDataWorld()
  const left: Promise<unknown>[][] = []
  return {
    ...world,
    /** What a test has left to the background ends first: it needs the database. */
    async stop() {
      await Promise.all(left.flat())
      await world.stop()
    },
    ctx({ discord, facts, settings, ...options }: CaseCtxOptions = {}): CaseCtx {
      const base = world.ctx(options)
      const background: Promise<unknown>[] = []
      left.push(background)
      return {
        ...base,
        discord: discord ?? base.discord,
        background: (work) => void background.push(work),
        async settled() {
          while (background.length > 0) await Promise.all(background.splice(0))
        },
        guild: {
          ...base.guild,
          ...(facts === undefined ? {} : { facts: async () => facts }),
          ...(settings === undefined ? {} : { settings: async (of) => of.parse(settings) }),
        },
      }
    },
  }
}
