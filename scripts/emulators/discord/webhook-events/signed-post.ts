import { interactionHeaders } from '../driver/signer.ts'
import type { World } from '../world/types.ts'

/** What an application has for an answer to a PING or an event (ms). */
const answerMs = 3_000

const userAgents = {
  interaction: 'Discord-Interactions/1.0 (+https://discord.com)',
  webhook: 'Discord-Webhook/1.0 (+https://discord.com)',
}

/** The same signature with its first bit flipped. */
const forge = (signature: string): string => {
  const first = Number.parseInt(signature.slice(0, 2), 16) ^ 1
  return first.toString(16).padStart(2, '0') + signature.slice(2)
}

/** Posts JSON as Discord does, signed with the application's key (or, forged, with a wrong signature). Rejects after 3 s. */
export const postSigned = (
  world: World,
  url: string,
  message: { body: string; kind: keyof typeof userAgents; isForged?: boolean },
): Promise<Response> => {
  const headers = interactionHeaders(world.application.privateKey, world.clock, message.body)
  const signature = headers['x-signature-ed25519'] ?? ''
  return fetch(url, {
    method: 'POST',
    body: message.body,
    headers: {
      ...headers,
      'user-agent': userAgents[message.kind],
      'x-signature-ed25519': message.isForged ? forge(signature) : signature,
    },
    signal: AbortSignal.timeout(answerMs),
    redirect: 'manual',
  })
}

/** Status of the answer to a good and to a forged message; the good one's parsed JSON, or null. Throws words. */
export const probe = async (
  world: World,
  url: string,
  message: { body: string; kind: keyof typeof userAgents },
): Promise<{ status: number; answer: unknown; forgedStatus: number }> => {
  try {
    const good = await postSigned(world, url, message)
    const answer: unknown = await good.json().catch(() => null)
    const forged = await postSigned(world, url, { ...message, isForged: true })
    await forged.body?.cancel()
    return { status: good.status, answer, forgedStatus: forged.status }
  } catch (error) {
    throw new Error(failureWords(error), { cause: error })
  }
}

/** Why a request got no answer, in words. */
export const failureWords = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${answerMs} ms`
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}
