/** One attempt to deliver; a status of null means that no answer came within 3 s. */
export interface DeliveryAttempt {
  /** ISO 8601, local clock. */
  at: string
  status: number | null
  error: string | null
  elapsedMs: number
}

export interface WebhookEventRecord {
  id: number
  type: string
  /** What was (or would have been) posted, parsed. */
  body: unknown
  /** `skipped`: no URL, not enabled or not subscribed; `failed`: given up after ten minutes. */
  state: 'pending' | 'delivered' | 'failed' | 'skipped'
  /** Why it was skipped or given up, in words. */
  reason: string | null
  attempts: DeliveryAttempt[]
}

export interface WebhookEventState {
  /** Oldest first, bounded. */
  records: WebhookEventRecord[]
  /** Events given up one after the other; Discord disables the URL when there are too many. */
  failuresInARow: number
}
