import type { Feature } from '../core/feature.ts'
import { config } from './config/index.ts'
import { help } from './help/index.ts'
import { moderation } from './moderation/index.ts'

/** Everything that the bot can do. A new feature is its folder and one entry here. */
export const features = [moderation, config, help] as const satisfies readonly Feature[]
