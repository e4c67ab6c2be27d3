import { createHash, createHmac, randomUUID } from 'node:crypto'

export type SignatureInput = { key: string; url: string; body: Uint8Array; nowMs: number }

const lifetimeSeconds = 300

/** The `Upstash-Signature` of one delivery: a JWT over url and body hash, valid 5 minutes (docs: qstash/features/security). */
export function signDelivery({ key, url, body, nowMs }: SignatureInput): string {
  const issuedAt = Math.floor(nowMs / 1000)
  const claims = {
    iss: 'Upstash',
    sub: url,
    exp: issuedAt + lifetimeSeconds,
    nbf: issuedAt,
    iat: issuedAt,
    jti: `jwt_${randomUUID()}`,
    body: `${createHash('sha256').update(body).digest('base64url')}=`,
  }
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${unsigned}.${createHmac('sha256', key).update(unsigned).digest('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
