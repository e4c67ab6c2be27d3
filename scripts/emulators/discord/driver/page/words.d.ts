export const formatTimestamp: (
  time: { seconds: number; style: string },
  place: { nowMs: number; locale?: string; timeZone?: string },
) => string
export const isLocalPicture: (url: string) => boolean
export const safeLink: (url: string | undefined) => string | null
export const initialOf: (name: string | undefined) => string
export const routeOf: (entry: { route: string | null; path: string }) => string
export const hideTokens: (path: string) => string
