import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const secret = z.string().min(16)
const configSchema = z.object({
  redisToken: secret,
  qstashToken: secret,
  qstashCurrentSigningKey: secret,
  qstashNextSigningKey: secret,
  operatorToken: secret,
})
export type LocalConfig = z.infer<typeof configSchema>

/** The secrets of the local cloud, made once and kept in `<localDir>/config.json` (readable by its owner alone). */
export function loadConfig(localDir: string): LocalConfig {
  const file = join(localDir, 'config.json')
  if (existsSync(file)) {
    const parsed = configSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data
    throw new Error(`${file} is damaged. Delete it and start again: new secrets are made then.`)
  }
  const config = {
    redisToken: makeSecret(),
    qstashToken: makeSecret(),
    qstashCurrentSigningKey: `sig_${makeSecret()}`,
    qstashNextSigningKey: `sig_${makeSecret()}`,
    operatorToken: makeSecret(),
  }
  mkdirSync(localDir, { recursive: true })
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 })
  return config
}

function makeSecret(): string {
  return randomBytes(24).toString('base64url')
}
