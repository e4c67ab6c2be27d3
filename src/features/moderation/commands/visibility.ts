import type { Visibility } from '../../../core/interactions.ts'

/** Promised to all unless asked otherwise; where the guild wants private answers, the promise is taken back. */
export function promised({ silent }: { silent: boolean | undefined }): Visibility {
  return silent === true ? 'ephemeral' : 'public'
}
