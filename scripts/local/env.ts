import type { LocalConfig } from './config.ts'
import type { Ports } from './ports.ts'

export type DiscordIdentity = { applicationId: string; publicKey: string; token: string }
export type WorkerEnvInput = { ports: Ports; config: LocalConfig; discord: DiscordIdentity }

const host = '127.0.0.1'

/** The variables of the local Worker: the same names as in production, pointing at the emulators. */
export function workerEnv({ ports, config, discord }: WorkerEnvInput): Record<string, string> {
  return {
    ENVIRONMENT: 'local',
    PUBLIC_URL: `http://${host}:${ports.worker}`,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_PUBLIC_KEY: discord.publicKey,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: `http://${host}:${ports.discord}/api/v10`,
    DATABASE_URL: databaseUrl('guildhall_app', ports),
    DATABASE_SYSTEM_URL: databaseUrl('guildhall_system', ports),
    NEON_FETCH_ENDPOINT: `http://${host}:${ports.neon}/sql`,
    UPSTASH_REDIS_REST_URL: `http://${host}:${ports.upstash}`,
    UPSTASH_REDIS_REST_TOKEN: config.redisToken,
    QSTASH_URL: `http://${host}:${ports.qstash}`,
    QSTASH_TOKEN: config.qstashToken,
    QSTASH_CURRENT_SIGNING_KEY: config.qstashCurrentSigningKey,
    QSTASH_NEXT_SIGNING_KEY: config.qstashNextSigningKey,
    OPERATOR_TOKEN: config.operatorToken,
    LOCAL_CLOCK: '1',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  }
}

/** Connection string for a role of the local database; the emulator asks for no password. */
export function databaseUrl(role: string, ports: Ports): string {
  return `postgres://${role}:local@${host}:${ports.neon}/guildhall`
}
