import { createHash } from 'node:crypto'

/** The hash of a picture that nobody uploaded: the CDN draws it for that owner. `kind` is the first word of its path. */
export const drawnHash = (kind: string, ownerId: string): string =>
  createHash('md5').update(`${kind}:${ownerId}`).digest('hex')
