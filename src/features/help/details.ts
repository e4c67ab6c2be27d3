import { type CallableCommand, commandMention } from '../../core/catalog.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { type Option, type OptionType, optionTypes } from '../../core/options.ts'
import { listPermissions, missingPermissions } from '../../core/permissions.ts'
import { card, type MessageBody, text } from '../../core/reply.ts'
import type { Locale, Localised } from '../../core/text.ts'
import { verbatim } from '../../core/text.ts'
import { wayTo } from './overview.ts'
import { texts } from './texts.ts'
import { shownName } from './usable.ts'

/** One command: what it does, its options, who may use it, and a line to copy. */
export async function details(ctx: InteractionCtx, entry: CallableCommand): Promise<MessageBody> {
  const { locale } = ctx
  const { command } = entry
  if (command.kind !== 'chat') {
    const body = [wayTo(entry, locale), permissionLine(ctx, entry)].join('\n\n')
    return card({ tone: 'info', title: shownName(entry, locale), body })
  }
  const lines = Object.entries(command.options).map(([name, option]) => optionLine(name, option, locale))
  const ids = await ctx.catalog.commandIds()
  return card({
    tone: 'info',
    title: commandMention(entry.path, ids),
    body: command.description?.(locale) ?? '',
    parts: [
      ...(lines.length === 0 ? [] : [text(`**${texts('options')(locale)}**\n${lines.join('\n')}`)]),
      text(`**${texts('example')(locale)}**\n\`${example(entry, locale)}\``),
    ],
    footer: permissionLine(ctx, entry),
  })
}

function permissionLine(ctx: InteractionCtx, { permissions }: CallableCommand): string {
  if (permissions.length === 0) return texts('everybody')(ctx.locale)
  const missing = missingPermissions(ctx.actor.permissions, permissions)
  if (missing.length > 0) return texts('missing', { permissions: listPermissions(missing) })(ctx.locale)
  return texts('needs', { permissions: listPermissions(permissions) })(ctx.locale)
}

function nameIn(name: string, option: Option, locale: Locale): string {
  return option.names?.[locale] ?? name
}

function optionLine(name: string, option: Option, locale: Locale): string {
  const shown = `\`${nameIn(name, option, locale)}\``
  const label = option.required ? shown : texts('optional', { name: shown })(locale)
  const choices = option.choices?.map(({ label: choice }) => choice(locale)).join(', ')
  const more = choices === undefined ? '' : ` · ${texts('oneOf', { choices })(locale)}`
  return `- ${label}: ${option.description(locale)}${more}`
}

const samples: Readonly<Record<OptionType, Localised>> = {
  [optionTypes.string]: texts('sampleText'),
  [optionTypes.integer]: verbatim('1'),
  [optionTypes.number]: verbatim('1'),
  [optionTypes.boolean]: texts('sampleYes'),
  [optionTypes.user]: texts('sampleMember'),
  [optionTypes.channel]: texts('sampleChannel'),
  [optionTypes.role]: texts('sampleRole'),
  [optionTypes.attachment]: texts('sampleFile'),
}

/** The required options, or the first one where none is required, so that the line shows how options are written. */
export function example(entry: CallableCommand, locale: Locale): string {
  const all = Object.entries(entry.command.options)
  const required = all.filter(([, option]) => option.required)
  const shown = required.length > 0 ? required : all.slice(0, 1)
  return [
    `/${shownName(entry, locale)}`,
    ...shown.map(([name, option]) => `${nameIn(name, option, locale)}:${sample(option, locale)}`),
  ].join(' ')
}

function sample(option: Option, locale: Locale): string {
  const choice = option.choices?.[0]?.label(locale)
  if (choice !== undefined) return choice
  const least = option.limits.min_value
  if (option.sample !== undefined) return option.sample
  return least === undefined ? samples[option.type](locale) : String(Math.max(least, 1))
}
