import { type APIUser, InteractionType, MessageType } from 'discord-api-types/v10'
import type { MessageData } from '../types.ts'

export interface UsedCommand {
  user: APIUser
  /** Undefined where the API left it out. */
  name: string | undefined
}

const ofCommand: readonly (MessageType | undefined)[] = [MessageType.ChatInputCommand, MessageType.ContextMenuCommand]

/* Discord's client reads the name from a field that the documentation does not list. */
const nameIn = (metadata: object): string | undefined =>
  'name' in metadata && typeof metadata.name === 'string' ? metadata.name : undefined

/** The command that a message answers. Discord docs: resources/message#message-interaction-metadata-object. */
export const commandOf = (message: MessageData): UsedCommand | undefined => {
  if (message.interaction) return { user: message.interaction.user, name: message.interaction.name }
  const metadata = message.interaction_metadata
  if (metadata?.type !== InteractionType.ApplicationCommand || !ofCommand.includes(message.type)) return undefined
  return { user: metadata.user, name: nameIn(metadata) }
}
