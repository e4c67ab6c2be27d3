import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

/** The order of the base point, and the field's prime (RFC 8032, section 5.1). */
const L = 2n ** 252n + 27742317777372353535851937790883648493n
const P = 2n ** 255n - 19n

export interface AlteredSignature {
  name: string
  /** Hex. */
  signature: string
}

/**
 * What becomes of a valid signature (64 bytes, hex) in the ways that lax verifiers accept: other encodings of the same
 * numbers, negations, points of small order, halves cut, swapped or emptied. None of them is the signature.
 */
export function alteredSignatures(valid: string): AlteredSignature[] {
  const r = valid.slice(0, 64)
  const s = littleEndian(valid.slice(64))
  return [
    ...multiplesOfL(s).map((value, i) => ({ name: `S + ${i + 1}L`, signature: r + scalar(value) })),
    { name: 'S negated', signature: r + scalar(L - s) },
    { name: 'S + 1', signature: r + scalar((s + 1n) % L) },
    { name: 'S = 0', signature: r + scalar(0n) },
    { name: 'S = L', signature: r + scalar(L) },
    { name: 'S = L - 1', signature: r + scalar(L - 1n) },
    { name: 'S = 2^256 - 1', signature: r + 'ff'.repeat(32) },
    { name: 'R negated', signature: scalar(littleEndian(r) ^ (1n << 255n)) + valid.slice(64) },
    { name: 'R + P', signature: scalar((littleEndian(r) + P) % 2n ** 256n) + valid.slice(64) },
    { name: 'both negated', signature: scalar(littleEndian(r) ^ (1n << 255n)) + scalar(L - s) },
    ...smallOrderPoints().flatMap((point, i) => [
      { name: `R of small order ${i}`, signature: point + valid.slice(64) },
      { name: `R of small order ${i}, S = 0`, signature: point + scalar(0n) },
      { name: `R of small order ${i}, S = L`, signature: point + scalar(L) },
    ]),
    { name: 'halves swapped', signature: valid.slice(64) + r },
    { name: 'bytes reversed', signature: valid.match(/../g)?.toReversed().join('') ?? '' },
    { name: 'S reversed', signature: r + (valid.slice(64).match(/../g)?.toReversed().join('') ?? '') },
    { name: 'R twice', signature: r + r },
    { name: 'S twice', signature: valid.slice(64).repeat(2) },
    { name: 'zeros', signature: '00'.repeat(64) },
    { name: 'ones', signature: 'ff'.repeat(64) },
    { name: 'nothing', signature: '' },
    { name: 'R alone', signature: r },
    { name: 'S alone', signature: valid.slice(64) },
    ...[1, 2, 63, 64, 126, 127].map((length) => ({ name: `${length} digits`, signature: valid.slice(0, length) })),
    { name: 'a byte longer', signature: `${valid}00` },
    { name: 'a byte longer in front', signature: `00${valid}` },
    { name: 'twice', signature: valid.repeat(2) },
  ].filter(({ signature }) => signature !== valid)
}

/** All S + kL that fit into 32 bytes: the same number modulo L, which RFC 8032 (5.1.7) tells to refuse. */
function multiplesOfL(s: bigint): bigint[] {
  const values: bigint[] = []
  for (let value = s + L; value < 2n ** 256n; value += L) values.push(value)
  return values
}

/**
 * Encodings of the points of order 1, 2, 4 and 8, the ones not reduced modulo P and those with a needless sign included
 * ("Taming the many EdDSAs", section 3).
 */
function smallOrderPoints(): string[] {
  const order8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n
  const canonical = [1n, P - 1n, 0n, order8, P - order8]
  const unreduced = [P, P + 1n]
  return [...canonical, ...unreduced].flatMap((y) => [scalar(y), scalar(y + (1n << 255n))])
}

function littleEndian(hex: string): bigint {
  return BigInt(`0x${hex.match(/../g)?.toReversed().join('') ?? '0'}`)
}

function scalar(value: bigint): string {
  const hex = value.toString(16).padStart(64, '0')
  return hex.match(/../g)?.toReversed().join('') ?? ''
}

const fileSchema = z.object({
  testGroups: z.array(
    z.object({
      publicKey: z.object({ pk: z.string() }),
      tests: z.array(
        z.object({ tcId: z.int(), msg: z.string(), sig: z.string(), result: z.enum(['valid', 'invalid']) }),
      ),
    }),
  ),
})

export interface Vector {
  id: number
  /** All in hex. */
  key: string
  message: string
  signature: string
  isValid: boolean
}

/** The vectors of Project Wycheproof (test/corpora/wycheproof). */
export function wycheproof(): Vector[] {
  const file = fileURLToPath(new URL('../corpora/wycheproof/ed25519_test.json', import.meta.url))
  const { testGroups } = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  return testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ tcId, msg, sig, result }) => ({
      id: tcId,
      key: publicKey.pk,
      message: msg,
      signature: sig,
      isValid: result === 'valid',
    })),
  )
}
