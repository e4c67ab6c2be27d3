import type { Snowflake } from './snowflake.ts'

const SYNTAX = /[\\*_~`|>#\-[\]()<@:+.!]/g
/** Direction overrides, zero-width and tag characters: they let a text pretend to be another one. */
const INVISIBLE =
  /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/gu

/** Makes user-written text show as it was typed: no formatting, no mention, no link, no reordering. */
export function escapeMarkdown(value: string): string {
  return value.replace(INVISIBLE, '').replace(SYNTAX, '\\$&')
}

export function mentionUser(id: Snowflake): string {
  return `<@${id}>`
}

export function mentionChannel(id: Snowflake): string {
  return `<#${id}>`
}

export function mentionRole(id: Snowflake): string {
  return `<@&${id}>`
}

export type TimeStyle = 'R' | 'f' | 'd' | 'D' | 't' | 'F'

/** A time that each reader's client shows in the reader's own zone (Discord docs: reference, "Timestamp Styles"). */
export function timestamp(time: Date, style: TimeStyle = 'f'): string {
  return `<t:${Math.floor(time.getTime() / 1000)}:${style}>`
}
