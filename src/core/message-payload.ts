import type { APIMessage, APIMessageTopLevelComponent } from 'discord-api-types/v10'
import type { MessageBody } from './reply.ts'
import type { Snowflake } from './snowflake.ts'

const EPHEMERAL = 64
const IS_COMPONENTS_V2 = 32768
const MOST_PINGS = 100

/** The JSON of a message as every route takes it: create, edit, webhook, followup and interaction callback. */
export interface MessagePayload {
  flags: number
  components: APIMessageTopLevelComponent[]
  allowed_mentions: { parse: []; users: Snowflake[] }
}

export interface PayloadOptions {
  ephemeral?: boolean
  /** From `markOf`. */
  mark?: number | undefined
}

/**
 * Makes the only kind of message that we send: Components V2, pinging nobody but `pings` (the first 100, Discord's
 * limit). `ephemeral` counts for new messages only; an edit cannot change who sees a message. `mark` becomes the id of the
 * first component. Discord docs: resources/message ("Message Flags", "Allowed Mentions").
 */
export function messagePayload(body: MessageBody, { ephemeral = false, mark }: PayloadOptions = {}): MessagePayload {
  return {
    flags: ephemeral ? IS_COMPONENTS_V2 | EPHEMERAL : IS_COMPONENTS_V2,
    components: body.components.map((component, index) =>
      index === 0 && mark !== undefined ? { ...component, id: mark } : component,
    ),
    allowed_mentions: { parse: [], users: [...new Set(body.pings)].slice(0, MOST_PINGS) },
  }
}

/**
 * A number (1 to 2^31 - 1) that stands for `key` and can be read back from the message long after Discord has forgotten
 * its nonce: Discord keeps the component ids that it is given (Discord docs: components/reference, "Anatomy of a Component").
 */
export async function markOf(key: string): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  return Math.max(1, new DataView(digest).getUint32(0) >>> 1)
}

/** Whether a message as Discord answers it was sent with this mark. */
export function hasMark({ components }: Pick<APIMessage, 'components'>, mark: number): boolean {
  return components?.[0]?.id === mark
}
