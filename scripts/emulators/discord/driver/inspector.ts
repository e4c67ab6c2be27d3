import { randomUUID } from 'node:crypto'
import { InteractionType } from 'discord-api-types/v10'
import type { Interaction } from '../world/types.ts'
import type { InteractionRecord } from './inspector-types.ts'
import type { Place } from './lookup.ts'
import { type InteractionFailure, isObject, type Json } from './types.ts'

const mostRecords = 200
const longestBody = 100_000

export const cutBody = (text: string): string =>
  text.length <= longestBody ? text : `${text.slice(0, longestBody)}… (${text.length} characters)`

/** Interactions as they went over the wire, the newest ones. */
export interface Inspector {
  begin(interaction: Interaction, place: Place, given: { data: Json; limitMs: number }): InteractionRecord
  /** Newest first. */
  list(): InteractionRecord[]
  find(id: string): InteractionRecord | undefined
  clear(): void
}

const isGroup = (option: Json): boolean => option['type'] === 1 || option['type'] === 2

/** The words of a command: its name, then those of its group and sub-command. */
const wordsOf = (data: Json): string[] => {
  const inner = (Array.isArray(data['options']) ? data['options'] : []).filter(isObject).find(isGroup)
  return [String(data['name'] ?? '?'), ...(inner ? wordsOf(inner) : [])]
}

/** `/case view`, `autocomplete of /warn`, `component moderation:undo`, `form moderation:kick`. */
export const interactionName = ({ type, customId }: Pick<Interaction, 'type' | 'customId'>, data: Json): string => {
  const command = `/${wordsOf(data).join(' ')}`
  if (type === InteractionType.ApplicationCommand) return command
  if (type === InteractionType.ApplicationCommandAutocomplete) return `autocomplete of ${command}`
  if (type === InteractionType.MessageComponent) return `component ${customId ?? '?'}`
  if (type === InteractionType.ModalSubmit) return `form ${customId ?? '?'}`
  return 'ping'
}

/** Remembers what each interaction was sent as and how it was answered; the oldest of 200 are forgotten. */
export const createInspector = (now: () => number): Inspector => {
  const records = new Map<string, InteractionRecord>()
  return {
    begin(interaction, { guild, channel, user }, { data, limitMs }) {
      const record: InteractionRecord = {
        id: interaction.id,
        requestId: randomUUID(),
        at: new Date(now()).toISOString(),
        type: interaction.type,
        name: interactionName(interaction, data),
        user: { id: user.data.id, name: user.data.global_name ?? user.data.username },
        guild: guild ? { id: guild.id, name: guild.name } : null,
        channel: { id: channel.id, name: channel.name },
        request: null,
        response: null,
        elapsedMs: null,
        limitMs,
        failure: null,
        fault: null,
      }
      records.set(record.id, record)
      const oldest = records.keys().next()
      if (records.size > mostRecords && !oldest.done) records.delete(oldest.value)
      return record
    },
    list: () => [...records.values()].reverse(),
    find: (id) => records.get(id),
    clear: () => records.clear(),
  }
}

/** Notes the HTTP answer; its headers and body as they came. */
export const noteResponse = (record: InteractionRecord | undefined, response: Response, text: string): void => {
  if (record === undefined) return
  const headers = Object.fromEntries(response.headers)
  record.response = { status: response.status, headers, body: cutBody(text) }
}

export const noteEnd = (
  record: InteractionRecord | undefined,
  end: { elapsedMs?: number; failure: InteractionFailure | undefined },
): void => {
  if (record === undefined) return
  if (end.elapsedMs !== undefined) record.elapsedMs = end.elapsedMs
  record.failure = end.failure ?? null
}
