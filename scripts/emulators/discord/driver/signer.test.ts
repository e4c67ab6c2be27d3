import { verifyKey } from 'discord-interactions'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seedWorld } from '../seed.ts'
import { createStandaloneClock, createWorld } from '../world/create.ts'
import { pingBody, prepareCommand, prepareInteraction, signatureTimestamp, signInteraction } from './index.ts'
import { interactionHeaders } from './signer.ts'

const world = createWorld({ clock: createStandaloneClock() })
seedWorld(world)
const { privateKey, publicKeyHex } = world.application

const verifies = (body: string, headers: Record<string, string>) =>
  verifyKey(body, headers['x-signature-ed25519'] ?? '', headers['x-signature-timestamp'] ?? '', publicKeyHex)

describe('the signature', () => {
  it("is accepted by Discord's own library, for any body", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (body) => {
        expect(await verifies(body, interactionHeaders(privateKey, world.clock, body))).toBe(true)
      }),
      { numRuns: 30 },
    ))

  it('does not fit another body, timestamp or key', async () => {
    const body = pingBody(world)
    const headers = interactionHeaders(privateKey, world.clock, body)
    const other = createWorld({ clock: createStandaloneClock() }).application
    expect(await verifies(`${body} `, headers)).toBe(false)
    expect(await verifies(body, { ...headers, 'x-signature-timestamp': '1' })).toBe(false)
    expect(
      await verifies(body, {
        ...headers,
        'x-signature-ed25519': signInteraction(other.privateKey, body, headers['x-signature-timestamp'] ?? ''),
      }),
    ).toBe(false)
  })

  it('follows the local clock, whose offset goes along', () => {
    const clock = createStandaloneClock()
    expect(interactionHeaders(privateKey, clock, 'x')).not.toHaveProperty('x-guildhall-clock-offset')
    clock.advance(86_400_000)
    const headers = interactionHeaders(privateKey, clock, 'x')
    expect(headers['x-guildhall-clock-offset']).toBe('86400000')
    expect(Number(headers['x-signature-timestamp'])).toBeGreaterThan(Date.now() / 1000 + 86_000)
    expect(signatureTimestamp(1999)).toBe('1')
  })
})

it('an interaction can be built without sending it', () => {
  const command = { guild: 'Other Guild', channel: 'general', user: 'otto', name: 'anything', raw: true }
  const { place, input } = prepareCommand({ world }, command)
  const { interaction, body } = prepareInteraction(world, place, input)
  expect(JSON.parse(body)).toMatchObject({
    id: interaction.id,
    token: interaction.token,
    type: 2,
    version: 1,
    data: { name: 'anything' },
  })
})
