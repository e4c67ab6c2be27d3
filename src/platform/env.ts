import * as z from 'zod'

const url = z.url()
const secret = z.string().min(1)

const schema = z.object({
  ENVIRONMENT: z.enum(['local', 'production']).default('production'),
  PUBLIC_URL: url,
  DISCORD_APPLICATION_ID: z.string().regex(/^\d{17,20}$/),
  DISCORD_PUBLIC_KEY: z.string().regex(/^[0-9a-f]{64}$/i),
  DISCORD_TOKEN: secret,
  DISCORD_API_URL: url.default('https://discord.com/api/v10'),
  DATABASE_URL: secret,
  DATABASE_SYSTEM_URL: secret,
  NEON_FETCH_ENDPOINT: url.optional(),
  UPSTASH_REDIS_REST_URL: url,
  UPSTASH_REDIS_REST_TOKEN: secret,
  QSTASH_URL: url.default('https://qstash.upstash.io'),
  QSTASH_TOKEN: secret,
  QSTASH_CURRENT_SIGNING_KEY: secret,
  QSTASH_NEXT_SIGNING_KEY: secret,
  OPERATOR_TOKEN: z.string().min(16),
  LOCAL_CLOCK: z.literal('1').optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export type Env = z.output<typeof schema>

/**
 * Reads the Worker's variables and secrets; nothing else in the code base looks at them.
 * Throws an `Error` that names every variable that is missing or malformed, never its value.
 */
export function parseEnv(bindings: unknown): Env {
  const parsed = schema.safeParse(bindings)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The configuration is incomplete. Set these variables or secrets:\n- ${problems.join('\n- ')}`)
}
