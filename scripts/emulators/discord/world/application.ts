import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Application, Snowflake } from './types.ts'

const keyFile = z.object({ privateKey: z.string().min(1), token: z.string().min(20) })

/** The 32 raw bytes of an Ed25519 public key, in hex: the last 32 of its SPKI encoding (RFC 8410). */
export const publicKeyHex = (privateKey: KeyObject): string =>
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')

const makeToken = (applicationId: Snowflake, pem: string): string => {
  const digest = createHash('sha256').update(pem).digest('base64url')
  return `${Buffer.from(applicationId).toString('base64url')}.${digest.slice(0, 6)}.${digest.slice(6, 44)}`
}

const newKeys = (applicationId: Snowflake): z.infer<typeof keyFile> => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  return { privateKey: pem, token: makeToken(applicationId, pem) }
}

const readKeys = (path: string): z.infer<typeof keyFile> | null => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return null
  }
  try {
    return keyFile.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${path} is not a key file of the Discord emulator; delete it to get new keys`, { cause })
  }
}

const loadKeys = (applicationId: Snowflake, localDir: string | undefined): z.infer<typeof keyFile> => {
  if (localDir === undefined) return newKeys(applicationId)
  const path = join(localDir, 'discord-key.json')
  const known = readKeys(path)
  if (known !== null) return known
  const keys = newKeys(applicationId)
  mkdirSync(localDir, { recursive: true })
  writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  return keys
}

/**
 * The application with its Ed25519 key pair and bot token, which `<localDir>/discord-key.json` keeps between starts.
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
    name: 'Guildhall',
    description: 'The local bot application.',
    ownerId: ids.owner,
    botId: ids.application,
    token: keys.token,
    privateKey,
    publicKeyHex: publicKeyHex(privateKey),
    interactionsEndpointUrl: null,
    flags: 0,
    tags: [],
  }
}
