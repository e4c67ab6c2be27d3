import type { APIApplicationCommand } from 'discord-api-types/v10'
import * as z from 'zod'
import { type CommandPayload, commandPayloads, registrationFingerprint } from '../src/app/registration.ts'
import type { Log } from '../src/core/context.ts'
import type { Discord } from '../src/core/discord.ts'
import { DiscordError } from '../src/core/errors.ts'
import type { Feature } from '../src/core/feature.ts'
import { snowflakeSchema } from '../src/core/snowflake.ts'
import { features as allFeatures } from '../src/features/index.ts'
import { createDiscord } from '../src/platform/discord.ts'

const envSchema = z.object({
  DISCORD_APPLICATION_ID: snowflakeSchema,
  DISCORD_TOKEN: z.string().min(1),
  DISCORD_API_URL: z.url().default('https://discord.com/api/v10'),
})

export interface RegisterOptions {
  /** DISCORD_APPLICATION_ID and DISCORD_TOKEN, and DISCORD_API_URL where it is not Discord's own. */
  env: Readonly<Record<string, string | undefined>>
  /** Registers also when nothing has changed. */
  force?: boolean
  features?: readonly Feature[]
}

export interface Registration {
  changed: boolean
  commands: readonly { id: string; name: string }[]
}

/**
 * Makes the commands registered with Discord those of the features: one GET, and one bulk PUT only when they differ.
 * Throws an `Error` naming the variables that are missing, or the fields that Discord refuses
 * (Discord docs: interactions/application-commands, "Bulk Overwrite Global Application Commands").
 */
export async function registerCommands({
  env,
  force = false,
  features = allFeatures,
}: RegisterOptions): Promise<Registration> {
  const { discord, path } = connect(env)
  const wanted = commandPayloads(features)
  const registered = await discord.request<APIApplicationCommand[]>({
    method: 'GET',
    path,
    query: { with_localizations: true },
  })
  if (!force && registrationFingerprint(wanted) === registrationFingerprint(registered)) {
    return { changed: false, commands: registered }
  }
  return { changed: true, commands: await overwrite(discord, path, wanted) }
}

async function overwrite(discord: Discord, path: `/${string}`, body: readonly CommandPayload[]) {
  try {
    return await discord.request<APIApplicationCommand[]>({ method: 'PUT', path, body })
  } catch (error) {
    if (!(error instanceof DiscordError) || error.errors === undefined) throw error
    throw new Error(`Discord refuses the commands: ${JSON.stringify(error.errors)}`, { cause: error })
  }
}

function connect(env: RegisterOptions['env']): { discord: Discord; path: `/${string}` } {
  const parsed = envSchema.safeParse(env)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ')
    throw new Error(`Commands cannot be registered: set ${names}`)
  }
  const { DISCORD_APPLICATION_ID: applicationId, DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl } = parsed.data
  const discord = createDiscord({
    applicationId,
    botId: applicationId,
    token,
    apiUrl,
    now: () => Date.now(),
    log: consoleLog,
  })
  return { discord, path: `/applications/${applicationId}/commands` }
}

const consoleLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields) => console.warn(message, fields ?? ''),
  error: (message, fields) => console.error(message, fields ?? ''),
}

if (import.meta.main) {
  const { changed, commands } = await registerCommands({ env: process.env, force: process.argv.includes('--force') })
  console.log(changed ? `${commands.length} commands registered` : `${commands.length} commands are up to date`)
}
