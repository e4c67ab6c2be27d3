import * as z from 'zod'

/** Start options of the database process, handed over as one JSON argument. */
export const processOptionsSchema = z.object({
  port: z.int().min(0),
  host: z.string(),
  dataDir: z.string().nullable(),
  databaseUrl: z.string().nullable(),
})
export type NeonProcessOptions = z.infer<typeof processOptionsSchema>

export const parentMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stop') }),
  z.object({ type: z.literal('guard'), pid: z.int().positive(), marker: z.string().min(1) }),
  z.object({ type: z.literal('unguard'), pid: z.int().positive() }),
])
export type ParentMessage = z.infer<typeof parentMessageSchema>

export const childMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), port: z.int() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
])
