import { InteractionType, InteractionResponseType as Response } from 'discord-api-types/v10'
import { type InteractionKind, type Problem, validateInteractionResponse } from '../validate/index.ts'
import type { Interaction, Message, World } from '../world/types.ts'
import { isObject } from './types.ts'

/** A modal knows its opener by whether it carries a source message. */
const kindOf = (interaction: Interaction): InteractionKind => {
  if (interaction.type === InteractionType.Ping) return 'ping'
  if (interaction.type === InteractionType.MessageComponent) return 'component'
  if (interaction.type === InteractionType.ApplicationCommandAutocomplete) return 'autocomplete'
  if (interaction.type !== InteractionType.ModalSubmit) return 'command'
  return interaction.sourceMessageId === null ? 'modal-from-command' : 'modal-from-component'
}

/** The message whose component was used, unless it was deleted meanwhile. */
const sourceOf = (world: World, interaction: Interaction): Message | undefined =>
  interaction.sourceMessageId === null
    ? undefined
    : world.channels.get(interaction.channelId)?.messages.get(interaction.sourceMessageId)

/**
 * Everything wrong with an answer to that interaction, by HTTP reply or callback route. An update keeps the V2 flag
 * of the message it changes, so that flag takes part in the check.
 */
export const responseProblems = (world: World, interaction: Interaction, response: unknown): Problem[] => {
  const kind = kindOf(interaction)
  const source = sourceOf(world, interaction)
  if (!source || !isObject(response) || response['type'] !== Response.UpdateMessage || !isObject(response['data']))
    return validateInteractionResponse(kind, response)
  const { data } = response
  const own = typeof data['flags'] === 'number' ? data['flags'] : 0
  return validateInteractionResponse(kind, { ...response, data: { ...data, flags: own | (source.data.flags ?? 0) } })
}
