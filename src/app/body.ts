/**
 * The raw body, at most `limit` bytes; `undefined` for a larger one, which is not read to its end.
 * With a length in the headers nobody can send more than that; only without one the parts have to be counted.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | undefined> {
  const length = request.headers.get('content-length')
  if (length !== null) return Number(length) > limit ? undefined : new Uint8Array(await request.arrayBuffer())
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > limit) return undefined
    parts.push(part)
  }
  return concatenate(parts, size)
}

function concatenate(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.byteLength
  }
  return whole
}
