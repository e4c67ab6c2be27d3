import type { APIApplicationCommandAutocompleteInteraction } from 'discord-api-types/v10'
import type { InteractionCtx } from '../core/interaction-context.ts'
import { type Choice, cut } from '../core/reply.ts'
import { commandPath } from './payload.ts'
import type { Registry } from './registry.ts'

const MAX_CHOICES = 25
const MAX_NAME = 100
/** An answer after three seconds is never shown, and people type on: an empty list in time is better. */
const GIVE_UP_AFTER_MS = 1500

/** Offers for the option being typed. Only people who may run the command get any; a slow or failing source offers none. */
export async function autocomplete(
  registry: Registry,
  ctx: InteractionCtx,
  interaction: APIApplicationCommandAutocompleteInteraction,
): Promise<readonly Choice[]> {
  const { words, options } = commandPath(interaction.data)
  const command = registry.chat.get(words)?.item
  const focused = options.find((option) => option.focused === true)
  const source = focused === undefined ? undefined : command?.options[focused.name]?.autocomplete
  if (command === undefined || focused === undefined || source === undefined) return []
  const others = Object.fromEntries(options.map((option) => [option.name, option.value]))
  try {
    for (const guard of command.guards) {
      if (guard.kind === 'permission') await guard.check(ctx, neverInput())
    }
    const found = await withTimeout(Promise.resolve(source(ctx, String(focused.value ?? ''), others)))
    return found.slice(0, MAX_CHOICES).map(({ name, value }) => ({ name: cut(name, MAX_NAME), value }))
  } catch (error) {
    ctx.log.debug('no choices', { error })
    return []
  }
}

/** Guarantee: permission guards read the context only, never their input. */
function neverInput(): never {
  return undefined as never
}

async function withTimeout(work: Promise<readonly Choice[]>): Promise<readonly Choice[]> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<readonly Choice[]>((resolve) => {
    timer = setTimeout(() => resolve([]), GIVE_UP_AFTER_MS)
  })
  const found = await Promise.race([work, timeout])
  clearTimeout(timer)
  return found
}
