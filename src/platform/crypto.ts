const STALE_SECONDS = 300
const encoder = new TextEncoder()

export interface SignedRequest {
  signature: string | null
  timestamp: string | null
  body: Uint8Array
}

type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

export type Verify = (request: SignedRequest, now: Date) => Promise<boolean>

/** The value of a hex digit by its character code; 255 for every other character. */
const HEX_VALUES = new Uint8Array(128).fill(255)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  HEX_VALUES[digit.charCodeAt(0)] = value
  HEX_VALUES[digit.toUpperCase().charCodeAt(0)] = value
}

/** Lower- or upper-case hex to bytes; `undefined` for anything else, a doubled header included. */
export function fromHex(hex: string, length: number): Uint8Array<ArrayBuffer> | undefined {
  if (hex.length !== length * 2) return undefined
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i += 1) {
    const high = HEX_VALUES[hex.charCodeAt(2 * i)] ?? 255
    const low = HEX_VALUES[hex.charCodeAt(2 * i + 1)] ?? 255
    if (high > 15 || low > 15) return undefined
    bytes[i] = high * 16 + low
  }
  return bytes
}

function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= STALE_SECONDS
}

/**
 * Checks Discord's Ed25519 signature over timestamp + raw body (Discord docs: interactions/overview, "Setting Up an Endpoint"),
 * and, beyond what Discord asks, that the timestamp is at most five minutes away. Never throws.
 * The key is imported once per isolate; only the finished key is kept, since promises must not cross requests in workerd.
 */
export function createVerifier(publicKeyHex: string): Verify {
  let key: ImportedKey | undefined
  const keyBytes = fromHex(publicKeyHex, 32)
  return async ({ signature, timestamp, body }, now) => {
    if (keyBytes === undefined || signature === null || timestamp === null) return false
    const signatureBytes = fromHex(signature, 64)
    if (signatureBytes === undefined || !isFresh(timestamp, now)) return false
    key ??= await crypto.subtle.importKey('raw', keyBytes, { name: 'Ed25519' }, false, ['verify'])
    const message = new Uint8Array(timestamp.length + body.byteLength)
    encoder.encodeInto(timestamp, message)
    message.set(body, timestamp.length)
    return crypto.subtle.verify({ name: 'Ed25519' }, key, signatureBytes, message)
  }
}

/** Compares secrets in a time that does not depend on where they differ. */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [given, expected].map((text) => crypto.subtle.digest('SHA-256', encoder.encode(text))),
  )
  if (a === undefined || b === undefined) return false
  const left = new Uint8Array(a)
  const right = new Uint8Array(b)
  return left.reduce((difference, byte, i) => difference | (byte ^ (right[i] ?? 0)), 0) === 0
}
