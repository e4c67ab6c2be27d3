import type { APIMessageTopLevelComponent } from 'discord-api-types/v10'
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

/**
 * Makes the only kind of message that we send: Components V2, pinging nobody but `pings` (the first 100, Discord's
 * limit). `ephemeral` counts for new messages only; an edit cannot change who sees a message. Discord docs:
 * resources/message ("Message Flags", "Allowed Mentions").
 */
export function messagePayload(body: MessageBody, { ephemeral = false }: { ephemeral?: boolean } = {}): MessagePayload {
  return {
    flags: ephemeral ? IS_COMPONENTS_V2 | EPHEMERAL : IS_COMPONENTS_V2,
    components: [...body.components],
    allowed_mentions: { parse: [], users: [...new Set(body.pings)].slice(0, MOST_PINGS) },
  }
}
