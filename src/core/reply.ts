import type {
  APIButtonComponentWithCustomId,
  APIComponentInContainer,
  APIMessageTopLevelComponent,
  APIModalInteractionResponseCallbackData,
  APISectionComponent,
  APITextDisplayComponent,
} from 'discord-api-types/v10'
import type { Snowflake } from './snowflake.ts'

/** What we send: Components V2 only, and nobody is pinged unless named in `pings`. */
export interface MessageBody {
  components: readonly APIMessageTopLevelComponent[]
  pings?: readonly Snowflake[]
}

export interface Choice {
  name: string
  value: string | number
}

export type Answer =
  | { kind: 'message'; body: MessageBody; ephemeral: boolean }
  /** Changes the message that the pressed component sits on. */
  | { kind: 'update'; body: MessageBody }
  | { kind: 'modal'; modal: APIModalInteractionResponseCallbackData }

/** Everybody in the channel sees it. */
export function announce(body: MessageBody): Answer {
  return { kind: 'message', body, ephemeral: false }
}

/** Only the person who asked sees it. */
export function whisper(body: MessageBody): Answer {
  return { kind: 'message', body, ephemeral: true }
}

export function update(body: MessageBody): Answer {
  return { kind: 'update', body }
}

export function openModal(modal: APIModalInteractionResponseCallbackData): Answer {
  return { kind: 'modal', modal }
}

/** Fixed meanings, so that colours carry the same message in every feature. Never the only carrier: titles say it too. */
export const tones = {
  info: 0x5865f2,
  success: 0x2d9d5f,
  warning: 0xd99b1c,
  danger: 0xd83c3e,
  neutral: 0x6b7280,
} as const
export type Tone = keyof typeof tones

export interface Card {
  tone: Tone
  title?: string
  body?: string
  /** Buttons, selects, further texts, separators: placed below the text in this order. */
  parts?: readonly APIComponentInContainer[]
  /** Small print below everything. */
  footer?: string
}

const TEXT_LIMIT = 3900

/** The usual shape of an answer: one container with a coloured edge. Texts are cut so that the message stays sendable. */
export function card({ tone, title, body, parts = [], footer }: Card): MessageBody {
  const components: APIComponentInContainer[] = []
  const head = [title === undefined ? '' : `### ${title}`, body ?? ''].filter((line) => line !== '').join('\n')
  if (head !== '') components.push(text(cut(head, TEXT_LIMIT)))
  components.push(...parts)
  if (footer !== undefined) components.push(text(`-# ${footer}`))
  return { components: [{ type: 17, accent_color: tones[tone], components }] }
}

export function text(content: string): APITextDisplayComponent {
  return { type: 10, content }
}

/** Text with one button beside it. */
export function section(content: string, button: APIButtonComponentWithCustomId): APISectionComponent {
  return { type: 9, components: [text(content)], accessory: button }
}

const styles = { primary: 1, secondary: 2, success: 3, danger: 4 } as const

export interface ButtonOptions {
  customId: string
  label: string
  style?: keyof typeof styles
  disabled?: boolean
  emoji?: string
}

export function button({
  customId,
  label,
  style = 'secondary',
  disabled = false,
  emoji,
}: ButtonOptions): APIButtonComponentWithCustomId {
  return {
    type: 2,
    style: styles[style],
    custom_id: customId,
    label,
    disabled,
    ...(emoji === undefined ? {} : { emoji: { name: emoji } }),
  }
}

/** Up to five buttons side by side. */
export function row(...buttons: APIButtonComponentWithCustomId[]): APIComponentInContainer {
  return { type: 1, components: buttons }
}

/** Cuts by code points, so that no emoji is torn apart, and shows that something is missing. */
export function cut(content: string, limit: number): string {
  if (content.length <= limit) return content
  let end = limit - 1
  const code = content.charCodeAt(end - 1)
  if (code >= 0xd800 && code <= 0xdbff) end -= 1
  return `${content.slice(0, end)}…`
}
