import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { defaultSettings } from './application-settings.ts'
import type { Application, Snowflake } from './types.ts'

const keyFile = z.object({
  privateKey: z.string().min(1),
  token: z.string().min(20),
  /** Absent in files of earlier versions. */
  clientSecret: z.string().min(20).optional(),
})

type Keys = z.infer<typeof keyFile> & { clientSecret: string }

/** The 32 raw bytes of an Ed25519 public key, in hex: the last 32 of its SPKI encoding (RFC 8410). */
export const publicKeyHex = (privateKey: KeyObject): string =>
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')

const makeToken = (applicationId: Snowflake, pem: string): string => {
  const digest = createHash('sha256').update(pem).digest('base64url')
  return `${Buffer.from(applicationId).toString('base64url')}.${digest.slice(0, 6)}.${digest.slice(6, 44)}`
}

/** 32 characters, as Discord's; derived from the key, so that a key file of an earlier version stays valid. */
const makeClientSecret = (pem: string): string =>
  createHash('sha256').update(`client-secret:${pem}`).digest('base64url').slice(0, 32)

const newKeys = (applicationId: Snowflake): Keys => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  return { privateKey: pem, token: makeToken(applicationId, pem), clientSecret: makeClientSecret(pem) }
}

const readKeys = (path: string): Keys | null => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return null
  }
  try {
    const keys = keyFile.parse(JSON.parse(text))
    return { ...keys, clientSecret: keys.clientSecret ?? makeClientSecret(keys.privateKey) }
  } catch (cause) {
    throw new Error(`${path} is not a key file of the Discord emulator; delete it to get new keys`, { cause })
  }
}

const loadKeys = (applicationId: Snowflake, localDir: string | undefined): Keys => {
  if (localDir === undefined) return newKeys(applicationId)
  const path = join(localDir, 'discord-key.json')
  const known = readKeys(path)
  if (known !== null) return known
  const keys = newKeys(applicationId)
  mkdirSync(localDir, { recursive: true })
  writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  return keys
}

/** Everything below a local address, by both of its usual names, so that a callback may be renamed without a restart. */
export const redirectUrisBelow = (address: string): string[] => {
  const { origin } = new URL(address)
  return [...new Set([`${origin}/**`, `${origin.replace('127.0.0.1', 'localhost')}/**`])]
}

/**
 * The application with its Ed25519 key pair, bot token and client secret, which `<localDir>/discord-key.json` keeps between starts.
 * Without `localDir` the keys live in memory only. Throws when the key file cannot be read as one.
 */
export const createApplication = (
  ids: { application: Snowflake; owner: Snowflake },
  localDir?: string,
): Application => {
  const keys = loadKeys(ids.application, localDir)
  const privateKey = createPrivateKey(keys.privateKey)
  return {
    id: ids.application,
    ...defaultSettings(),
    name: 'Guildhall',
    ownerId: ids.owner,
    botId: ids.application,
    token: keys.token,
    privateKey,
    clientSecret: keys.clientSecret,
    redirectUris: redirectUrisBelow('http://127.0.0.1:8787'),
    presetInteractionsUrl: null,
    publicKeyHex: publicKeyHex(privateKey),
  }
}
