import type {
  APIApplicationCommandAutocompleteInteraction,
  APIApplicationCommandInteraction,
  APIInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
} from 'discord-api-types/v10'
import { customIdRoute } from '../core/custom-id.ts'
import { AppError } from '../core/errors.ts'
import type { Feature } from '../core/feature.ts'
import { findTarget, type InteractionCtx } from '../core/interaction-context.ts'
import type { AnyCommand, Given } from '../core/interactions.ts'
import { isSnowflake } from '../core/snowflake.ts'
import { defineTexts, toLocale } from '../core/text.ts'
import { answerResponse, jsonResponse, responseTypes } from './answers.ts'
import { autocomplete } from './autocomplete.ts'
import type { Isolate, RequestScope } from './context.ts'
import { answerInTime, type Work } from './deadline.ts'
import { errorMessage } from './errors.ts'
import { createInteractionCtx, type GuildInteraction } from './interaction-context.ts'
import { commandPath, modalFields } from './payload.ts'
import type { Entry } from './registry.ts'

const texts = defineTexts({
  en: {
    unknownCommand:
      'I do not know this command any more. Discord may still be showing an old list: reload it with Ctrl+R and try again.',
    oldComponent: 'This button or menu belongs to an older version of me. Run the command again to get a fresh one.',
    disabled: '{feature} is switched off on this server. Someone with Manage Server can switch it on with `/config`.',
  },
  de: {
    unknownCommand:
      'Diesen Befehl kenne ich nicht mehr. Vielleicht zeigt Discord noch eine alte Liste: lade sie mit Strg+R neu und versuche es noch einmal.',
    oldComponent:
      'Dieser Knopf oder dieses Menü stammt von einer älteren Version von mir. Rufe den Befehl noch einmal auf.',
    disabled:
      '{feature} ist auf diesem Server ausgeschaltet. Wer den Server verwalten darf, kann es mit `/config` einschalten.',
  },
  fr: {
    unknownCommand:
      'Je ne connais plus cette commande. Discord montre peut-être une ancienne liste : recharge-la avec Ctrl+R et réessaie.',
    oldComponent:
      "Ce bouton ou ce menu vient d'une version plus ancienne de moi. Relance la commande pour en avoir un nouveau.",
    disabled:
      "{feature} est désactivé sur ce serveur. Quelqu'un qui peut gérer le serveur peut l'activer avec `/config`.",
  },
})

/** Routes one verified interaction (a PING was answered before) to the definition that it belongs to and answers it. */
export async function handleInteraction(
  isolate: Isolate,
  scope: RequestScope,
  interaction: APIInteraction,
): Promise<Response> {
  switch (interaction.type) {
    case 2:
      return withCtx(isolate, scope, interaction, runCommand)
    case 3:
      return withCtx(isolate, scope, interaction, runComponent)
    case 4:
      return withCtx(isolate, scope, interaction, runAutocomplete)
    case 5:
      return withCtx(isolate, scope, interaction, runModal)
    default:
      return new Response('unknown interaction type', { status: 400 })
  }
}

interface Call<I> {
  isolate: Isolate
  scope: RequestScope
  ctx: InteractionCtx
  interaction: I
  acknowledge(): void
}

/** Failures before a handler runs (no tenant, unknown command, unreadable option) are answered like those within. */
async function withCtx<I extends GuildInteraction>(
  isolate: Isolate,
  scope: RequestScope,
  interaction: I,
  run: (call: Call<I>) => Promise<Response>,
): Promise<Response> {
  const { promise: sent, resolve: acknowledge } = Promise.withResolvers<void>()
  try {
    const ctx = createInteractionCtx(isolate, scope, { interaction, ack: { sent } })
    return await run({ isolate, scope, ctx, interaction, acknowledge })
  } catch (error) {
    acknowledge()
    if (interaction.type === 4) return jsonResponse({ type: responseTypes.choices, data: { choices: [] } })
    const body = errorMessage(scope, toLocale(interaction.locale), error)
    return answerResponse({ kind: 'message', ephemeral: true, body })
  }
}

async function requireEnabled(ctx: InteractionCtx, feature: Feature): Promise<void> {
  const { settings } = feature
  if (settings === undefined || !('enabled' in settings.fields)) return
  const values = await ctx.guild.settings(settings)
  if (values['enabled'] === false) throw new AppError('disabled', texts('disabled', { feature: feature.title }))
}

function findCommand(
  isolate: Isolate,
  interaction: APIApplicationCommandInteraction,
): { entry: Entry<AnyCommand>; given: Given } {
  const { data } = interaction
  const { words, options } = commandPath(data)
  const kind = data.type === 2 ? 'user' : data.type === 3 ? 'message' : 'chat'
  const entry = isolate.registry[kind].get(words)
  if (entry === undefined) throw new AppError('not_found', texts('unknownCommand'))
  const given: Given = { options }
  if (data.type === 2 && isSnowflake(data.target_id)) {
    const target = findTarget(data.resolved, data.target_id)
    if (target !== undefined) given.target = target
  }
  if (data.type === 3) {
    const message = data.resolved.messages[data.target_id]
    if (message !== undefined) given.message = message
  }
  return { entry, given }
}

type Prepared = Pick<Work, 'defer' | 'answers' | 'run'>

/** Whether the feature is switched on is looked up within the time that the answer has. */
function answer<I>(call: Call<I>, feature: Feature, { run, ...how }: Prepared): Promise<Response> {
  const { ctx, scope, acknowledge } = call
  return answerInTime({
    ctx,
    background: scope.background,
    acknowledge,
    ...how,
    async run() {
      await requireEnabled(ctx, feature)
      return run()
    },
  })
}

async function runCommand(call: Call<APIApplicationCommandInteraction>): Promise<Response> {
  const { entry, given } = findCommand(call.isolate, call.interaction)
  const { visibility, run } = entry.item.prepare(call.ctx, given)
  return answer(call, entry.feature, { defer: entry.item.defer, answers: visibility, run })
}

async function runComponent(call: Call<APIMessageComponentInteraction>): Promise<Response> {
  const { data } = call.interaction
  const entry = call.isolate.registry.components.get(customIdRoute(data.custom_id))
  const prepared = entry?.item.prepare(call.ctx, data.custom_id, 'values' in data ? data.values : [])
  if (entry === undefined || prepared === undefined) throw new AppError('not_found', texts('oldComponent'))
  const { defer, answers } = entry.item
  return answer(call, entry.feature, { defer, answers, run: prepared.run })
}

async function runModal(call: Call<APIModalSubmitInteraction>): Promise<Response> {
  const { data } = call.interaction
  const entry = call.isolate.registry.modals.get(customIdRoute(data.custom_id))
  const prepared = entry?.item.prepare(call.ctx, data.custom_id, modalFields(data.components))
  if (entry === undefined || prepared === undefined) throw new AppError('not_found', texts('oldComponent'))
  return answer(call, entry.feature, { defer: 'auto', answers: entry.item.answers, run: prepared.run })
}

async function runAutocomplete({
  isolate,
  ctx,
  interaction,
  acknowledge,
}: Call<APIApplicationCommandAutocompleteInteraction>): Promise<Response> {
  const choices = await autocomplete(isolate.registry, ctx, interaction)
  acknowledge()
  return jsonResponse({ type: responseTypes.choices, data: { choices } })
}
