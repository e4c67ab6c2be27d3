import { type KeyObject, sign } from 'node:crypto'
import type { Clock } from '../world/types.ts'

/**
 * The Ed25519 signature over `timestamp + body`, in hex, as `X-Signature-Ed25519` carries it.
 * Discord docs: interactions/overview#validating-security-request-headers.
 */
export const signInteraction = (privateKey: KeyObject, body: string, timestamp: string): string =>
  sign(null, Buffer.from(timestamp + body), privateKey).toString('hex')

/** Unix time in whole seconds, as `X-Signature-Timestamp` carries it. */
export const signatureTimestamp = (nowMs: number): string => Math.floor(nowMs / 1000).toString()

/** All headers of a request from Discord to the interactions endpoint, on the shifted local clock. */
export const interactionHeaders = (
  privateKey: KeyObject,
  clock: Pick<Clock, 'now' | 'offsetMs'>,
  body: string,
): Record<string, string> => {
  const timestamp = signatureTimestamp(clock.now())
  const offset = clock.offsetMs()
  return {
    'content-type': 'application/json',
    'user-agent': 'Discord-Interactions/1.0 (+https://discord.com)',
    'x-signature-ed25519': signInteraction(privateKey, body, timestamp),
    'x-signature-timestamp': timestamp,
    ...(offset !== 0 && { 'x-guildhall-clock-offset': String(offset) }),
  }
}
