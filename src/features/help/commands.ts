import { type CallableCommand, callableCommands } from '../../core/catalog.ts'
import { AppError } from '../../core/errors.ts'
import { everybody } from '../../core/guards.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineCommand } from '../../core/interactions.ts'
import { option } from '../../core/options.ts'
import { type Choice, cut, whisper } from '../../core/reply.ts'
import type { Locale } from '../../core/text.ts'
import { details } from './details.ts'
import { overview, wayTo } from './overview.ts'
import { texts } from './texts.ts'
import { callName, shownName, usableCommands } from './usable.ts'

const MAX_CHOICES = 25

function suggest(ctx: InteractionCtx, typed: string): Choice[] {
  const wanted = normalise(typed)
  return usableCommands(ctx)
    .flatMap(({ commands }) => commands)
    .filter((entry) => matches(entry, wanted, ctx.locale))
    .slice(0, MAX_CHOICES)
    .map((entry) => ({ name: cut(label(entry, ctx.locale), 100), value: callName(entry) }))
}

function label(entry: CallableCommand, locale: Locale): string {
  const { command } = entry
  if (command.kind !== 'chat') return shownName(entry, locale)
  return `/${shownName(entry, locale)} — ${command.description?.(locale) ?? ''}`
}

function matches(entry: CallableCommand, wanted: string, locale: Locale): boolean {
  const what = entry.command.description?.(locale) ?? wayTo(entry, locale)
  const names = [callName(entry), shownName(entry, locale)].map(normalise)
  return names.some((name) => name.includes(wanted)) || what.toLowerCase().includes(wanted)
}

function normalise(typed: string): string {
  return typed.trim().replace(/^\//, '').replace(/\s+/g, ' ').toLowerCase()
}

/** Throws `AppError('not_found')`. Context menus have names of their own, so that `Warn` and `warn` are two commands. */
function findCommand({ catalog, locale }: InteractionCtx, typed: string): CallableCommand {
  const all = catalog.features.flatMap(callableCommands)
  const found =
    all.find((entry) => callName(entry) === typed) ??
    all.find((entry) => shownName(entry, locale) === typed) ??
    all.find((entry) => [callName(entry), shownName(entry, locale)].map(normalise).includes(normalise(typed)))
  if (found !== undefined) return found
  throw new AppError('not_found', texts('unknown', { name: cut(typed.replaceAll('`', "'"), 60) }))
}

export const help = defineCommand({
  name: 'help',
  names: { de: 'hilfe', fr: 'aide' },
  description: texts('command'),
  options: {
    command: option.string({
      description: texts('commandOption'),
      names: { de: 'befehl', fr: 'commande' },
      maxLength: 100,
      autocomplete: suggest,
    }),
  },
  guards: [everybody],
  async run(ctx, { command }) {
    return whisper(command === undefined ? await overview(ctx) : await details(ctx, findCommand(ctx, command)))
  },
})
