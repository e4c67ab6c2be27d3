/** The floor: verifies with a cached key, parses, answers. What no framework can go below. */
let key: Awaited<ReturnType<typeof crypto.subtle.importKey>> | undefined
const encoder = new TextEncoder()
const headers = { 'content-type': 'application/json' }

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(hex.length / 2)
  for (let i = 0; i < out.length; i += 1) out[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16)
  return out
}

export default {
  async fetch(request: Request, env: { DISCORD_PUBLIC_KEY: string }): Promise<Response> {
    const signature = request.headers.get('x-signature-ed25519') ?? ''
    const timestamp = request.headers.get('x-signature-timestamp') ?? ''
    const body = await request.text()
    key ??= await crypto.subtle.importKey('raw', bytes(env.DISCORD_PUBLIC_KEY), { name: 'Ed25519' }, false, ['verify'])
    const isValid = await crypto.subtle.verify('Ed25519', key, bytes(signature), encoder.encode(timestamp + body))
    if (!isValid) return new Response('invalid request signature', { status: 401 })
    const interaction: { type: number } = JSON.parse(body)
    const answer = interaction.type === 1 ? { type: 1 } : { type: 4, data: { content: 'Hello' } }
    return new Response(JSON.stringify(answer), { headers })
  },
}
