import { generateKeyPairSync } from 'node:crypto'
import { signatureTimestamp, signInteraction } from '../../scripts/emulators/discord/driver/index.ts'
import type { DiscordEmulator } from '../../scripts/local/stack.ts'
import { type AlteredSignature, alteredSignatures } from './ed25519-vectors.ts'
import { pick } from './random.ts'
import type { RawRequest } from './raw-http.ts'

export interface Signed {
  signature: string
  timestamp: string
  body: string
}

export interface Mutant extends RawRequest {
  kind: string
}

const signatureHeader = 'x-signature-ed25519'
const timestampHeader = 'x-signature-timestamp'
const stranger = generateKeyPairSync('ed25519').privateKey

/** A request as Discord would sign it, `ageSeconds` old. */
export function sign(world: DiscordEmulator['world'], body: string, ageSeconds = 0): Signed {
  const timestamp = signatureTimestamp(world.now() - ageSeconds * 1000)
  return { timestamp, body, signature: signInteraction(world.application.privateKey, body, timestamp) }
}

export function requestOf({ signature, timestamp, body }: Signed): RawRequest {
  return { headers: [...signed(signature), ...stamped(timestamp)], body }
}

const signed = (value: string): [string, string][] => [[signatureHeader, value]]
const stamped = (value: string): [string, string][] => [[timestampHeader, value]]

type Random = () => number

interface Given {
  valid: Signed
  other: Signed
  /** What `alteredSignatures` makes of the valid one. */
  altered: readonly AlteredSignature[]
  random: Random
  world: DiscordEmulator['world']
}

type Mutator = (given: Given) => RawRequest

/** A third of all mutants are single flipped bits, since no check by eye or by length can tell those. */
const mutators: Record<string, { weight: number; mutate: Mutator }> = {
  'bit of the signature': {
    weight: 12,
    mutate: ({ valid, random }) => requestOf({ ...valid, signature: flipHexBit(valid.signature, random) }),
  },
  'bit of the timestamp': {
    weight: 4,
    mutate: ({ valid, random }) => requestOf({ ...valid, timestamp: otherDigit(valid.timestamp, random) }),
  },
  'bit of the body': {
    weight: 12,
    mutate: ({ valid, random }) => ({ ...requestOf(valid), body: flipBit(Buffer.from(valid.body), random) }),
  },
  'body cut or lengthened': {
    weight: 4,
    mutate: ({ valid, random }) =>
      requestOf({ ...valid, body: pick(random, [valid.body.slice(0, -1), `${valid.body} `, ` ${valid.body}`, '']) }),
  },
  'digit moved between timestamp and body': {
    weight: 2,
    mutate: ({ valid }) =>
      requestOf({
        ...valid,
        timestamp: valid.timestamp.slice(0, -1),
        body: `${valid.timestamp.slice(-1)}${valid.body}`,
      }),
  },
  'signature of another request': {
    weight: 4,
    mutate: ({ valid, other }) => requestOf({ ...valid, signature: other.signature }),
  },
  'another key': {
    weight: 6,
    mutate: ({ valid }) => requestOf({ ...valid, signature: signInteraction(stranger, valid.body, valid.timestamp) }),
  },
  'altered encoding': {
    weight: 16,
    mutate: ({ valid, random, altered }) => requestOf({ ...valid, signature: pick(random, altered).signature }),
  },
  'no hex': {
    weight: 6,
    mutate: ({ valid, random }) => requestOf({ ...valid, signature: unreadable(valid.signature, random) }),
  },
  'header missing': {
    weight: 4,
    mutate: ({ valid, random }) => ({
      headers: pick(random, [[], signed(valid.signature), stamped(valid.timestamp)]),
      body: valid.body,
    }),
  },
  'header doubled': {
    weight: 4,
    mutate: ({ valid, other, random }) => ({ headers: doubled(valid, other, random), body: valid.body }),
  },
  'header long': {
    weight: 1,
    mutate: ({ valid, random }) => {
      const long = valid.signature.repeat(1 + Math.floor(random() * 60))
      return requestOf(random() < 0.5 ? { ...valid, signature: `${long}0` } : { ...valid, timestamp: long })
    },
  },
  'timestamp no number': {
    weight: 3,
    mutate: ({ valid, random }) => requestOf({ ...valid, timestamp: oddTimestamp(valid.timestamp, random) }),
  },
  stale: {
    weight: 6,
    mutate: ({ valid, random, world }) => requestOf(sign(world, valid.body, 302 + random() ** 4 * 1_000_000_000)),
  },
  'from the future': {
    weight: 4,
    mutate: ({ valid, random, world }) => requestOf(sign(world, valid.body, -420 - random() ** 4 * 1_000_000_000)),
  },
}

/** Requests that Discord did not sign just now, of every kind by its weight, the same for the same random sequence. */
export function makeMutants(
  world: DiscordEmulator['world'],
  { valid, random, count }: { valid: readonly Signed[]; random: Random; count: number },
): Mutant[] {
  const kinds = Object.entries(mutators).flatMap(([kind, { weight, mutate }]) =>
    Array.from({ length: weight }, () => ({ kind, mutate })),
  )
  const models = valid.map((signed) => ({ valid: signed, altered: alteredSignatures(signed.signature) }))
  const unsigned = { kind: 'header missing', headers: [] }
  return Array.from({ length: count }, () => {
    const { kind, mutate } = pick(random, kinds)
    const model = pick(random, models)
    const request = mutate({ ...model, other: pick(random, valid), random, world })
    return isSameRequest(request, model.valid) ? { ...unsigned, body: model.valid.body } : { ...request, kind }
  })
}

function isSameRequest({ headers, body }: RawRequest, valid: Signed): boolean {
  const [signature, timestamp, ...more] = headers
  return (
    signature?.[1] === valid.signature && timestamp?.[1] === valid.timestamp && more.length === 0 && body === valid.body
  )
}

function flipBit(bytes: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
  return bytes
}

function flipHexBit(hex: string, random: Random): string {
  return flipBit(Buffer.from(hex, 'hex'), random).toString('hex')
}

/** Never more than 200 seconds away, so that the signature has to be looked at. */
function otherDigit(timestamp: string, random: Random): string {
  const away = 1 + Math.floor(random() * 200)
  return String(Number(timestamp) + (random() < 0.5 ? away : -away))
}

function unreadable(signature: string, random: Random): string {
  const at = Math.floor(random() * signature.length)
  return pick(random, [
    signature.slice(0, at) + pick(random, ['g', ' ', '-', '\u00e9', ',', 'G', '%']) + signature.slice(at + 1),
    `0x${signature.slice(2)}`,
    `0x${signature}`,
    `"${signature}"`,
    Buffer.from(signature, 'hex').toString('base64'),
    signature.slice(0, at),
    signature + signature.slice(at),
  ])
}

function oddTimestamp(timestamp: string, random: Random): string {
  return pick(random, [
    '',
    `+${timestamp}`,
    `-${timestamp}`,
    `0${timestamp}`,
    `${timestamp}.0`,
    `${timestamp}e0`,
    `${Number(timestamp)}000`,
    '0',
    'NaN',
    'Infinity',
    `0x${Number(timestamp).toString(16)}`,
    new Date(Number(timestamp) * 1000).toISOString(),
    '9'.repeat(400),
  ])
}

function doubled(valid: Signed, other: Signed, random: Random): [string, string][] {
  return pick(random, [
    [...signed(valid.signature), ...signed(valid.signature), ...stamped(valid.timestamp)],
    [...signed(other.signature), ...signed(valid.signature), ...stamped(valid.timestamp)],
    [...signed(valid.signature), ...stamped(valid.timestamp), ...stamped(valid.timestamp)],
    [...signed(valid.signature), ...stamped('1'), ...stamped(valid.timestamp)],
  ])
}
