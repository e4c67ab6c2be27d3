import { generateKeyPairSync, sign } from 'node:crypto'
import { verifyKey } from 'discord-interactions'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVerifier, fromHex, isSameSecret } from './crypto.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const publicHex = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
const verify = createVerifier(publicHex)
const now = new Date('2026-11-20T12:00:00Z')
const timestamp = String(now.getTime() / 1000)

function signed(body: string, at = timestamp) {
  const bytes = new TextEncoder().encode(body)
  const signature = sign(null, Buffer.concat([Buffer.from(at), bytes]), privateKey).toString('hex')
  return { signature, timestamp: at, body: bytes }
}

describe('interaction signatures', () => {
  it('hold for what Discord signed, any body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (body) => {
        expect(await verify(signed(body), now)).toBe(true)
      }),
    )
  })

  it('agree with the official library about every flipped bit', async () => {
    const good = signed('{"type":1}')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('signature', 'timestamp', 'body'), fc.nat(10_000), async (part, n) => {
        const bad = { ...good, body: Uint8Array.from(good.body) }
        if (part === 'body') bad.body[n % bad.body.length] = (bad.body[n % bad.body.length] ?? 0) ^ (1 << (n % 8))
        else {
          const chars = [...bad[part === 'signature' ? 'signature' : 'timestamp']]
          const at = n % chars.length
          chars[at] = chars[at] === '1' ? '2' : '1'
          bad[part === 'signature' ? 'signature' : 'timestamp'] = chars.join('')
        }
        const isSame =
          bad.signature === good.signature &&
          bad.timestamp === good.timestamp &&
          Buffer.compare(bad.body, good.body) === 0
        expect(await verify(bad, now)).toBe(isSame)
        expect(await verifyKey(bad.body, bad.signature, bad.timestamp, publicHex)).toBe(isSame)
      }),
    )
  })

  it.each<[string, string | null, string | null]>([
    ['no signature', null, timestamp],
    ['no timestamp', 'ab'.repeat(64), null],
    ['a doubled header', `${'ab'.repeat(64)}, ${'ab'.repeat(64)}`, timestamp],
    ['a short signature', 'ab', timestamp],
    ['a signature that is not hex', 'zz'.repeat(64), timestamp],
    ['an endless timestamp', 'ab'.repeat(64), '1'.repeat(5000)],
    ['a timestamp in words', 'ab'.repeat(64), 'now'],
  ])('fail for %s', async (_, signature, at) => {
    expect(await verify({ signature, timestamp: at, body: new Uint8Array() }, now)).toBe(false)
  })

  it.each([-301, 301])('fail when %i seconds away, though well signed', async (seconds) => {
    expect(await verify(signed('{}', String(now.getTime() / 1000 + seconds)), now)).toBe(false)
    expect(await verify(signed('{}', String(now.getTime() / 1000 + Math.sign(seconds) * 299)), now)).toBe(true)
  })

  it('fail under the key of another application, and under no key', async () => {
    expect(await createVerifier('00'.repeat(32))(signed('{}'), now)).toBe(false)
    expect(await createVerifier('not hex')(signed('{}'), now)).toBe(false)
  })
})

it('reads hex of the exact length only', () => {
  expect(fromHex('0aFF', 2)).toEqual(new Uint8Array([10, 255]))
  expect(fromHex('0aFF', 1)).toBeUndefined()
  expect(fromHex('0aFg', 2)).toBeUndefined()
})

it('compares secrets', async () => {
  expect(await isSameSecret('one', 'one')).toBe(true)
  expect(await isSameSecret('one', 'two')).toBe(false)
  expect(await isSameSecret('', 'two')).toBe(false)
})
