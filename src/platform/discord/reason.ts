const MOST = 512

/**
 * The value of `X-Audit-Log-Reason`: percent-encoded, at most 512 characters once decoded, no control characters, no
 * code point torn apart. `undefined` when nothing readable is left. Never throws. Discord docs: resources/audit-log,
 * "reason".
 */
export function encodeReason(reason: string): string | undefined {
  const clean = reason
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim()
  if (clean === '') return undefined
  return encodeURIComponent(cutAt(clean, MOST).trimEnd())
}

function cutAt(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most)
}
