import * as z from 'zod'
import { arg, customIdCodec } from '../../../core/custom-id.ts'
import type { Snowflake } from '../../../core/snowflake.ts'

/** Jobs and components both make these buttons, so their ids are made here. A custom id carries the run and nothing else. */
export const runArgs = z.object({ run: arg.id() })

function runButton(id: string) {
  const codec = customIdCodec(id, runArgs)
  return { id, customId: (run: Snowflake) => codec.encode({ run }) }
}

export const massbanConfirmButton = runButton('moderation:massban-confirm')
export const massbanCancelButton = runButton('moderation:massban-cancel')
export const massbanStopButton = runButton('moderation:massban-stop')
export const purgeStopButton = runButton('moderation:purge-stop')
