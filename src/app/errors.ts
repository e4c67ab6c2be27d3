import type { Ctx } from '../core/context.ts'
import { explainDiscordError } from '../core/discord-reactions.ts'
import { AppError, DiscordError, type ErrorCode } from '../core/errors.ts'
import { card, type MessageBody, type Tone } from '../core/reply.ts'
import { defineTexts, type Locale, type Localised } from '../core/text.ts'

const texts = defineTexts({
  en: {
    invalidInput: 'That does not fit',
    notFound: 'Not found',
    forbidden: 'Not allowed',
    conflict: 'Changed in the meantime',
    limit: 'Limit reached',
    cooldown: 'Too fast',
    disabled: 'Switched off',
    nothingToDo: 'Nothing to do',
    duplicate: 'Already done',
    unavailable: 'Try again in a moment',
    uncertain: 'No answer in time',
    discord: 'Discord refused',
    unknownTitle: 'Something went wrong',
    unknown:
      'This is a fault in the bot, not in what you did. If it happens again, tell the people who run the bot this id.',
    errorId: 'Error id {id}',
  },
  de: {
    invalidInput: 'Das passt so nicht',
    notFound: 'Nicht gefunden',
    forbidden: 'Nicht erlaubt',
    conflict: 'Inzwischen geändert',
    limit: 'Grenze erreicht',
    cooldown: 'Zu schnell',
    disabled: 'Ausgeschaltet',
    nothingToDo: 'Nichts zu tun',
    duplicate: 'Schon erledigt',
    unavailable: 'Versuche es gleich noch einmal',
    uncertain: 'Keine rechtzeitige Antwort',
    discord: 'Discord lehnt ab',
    unknownTitle: 'Etwas ist schiefgegangen',
    unknown:
      'Das ist ein Fehler im Bot, nicht in deiner Eingabe. Passiert es wieder, nenne den Betreibern diese Kennung.',
    errorId: 'Fehlerkennung {id}',
  },
  fr: {
    invalidInput: 'Cela ne convient pas',
    notFound: 'Introuvable',
    forbidden: 'Non autorisé',
    conflict: 'Modifié entre-temps',
    limit: 'Limite atteinte',
    cooldown: 'Trop vite',
    disabled: 'Désactivé',
    nothingToDo: 'Rien à faire',
    duplicate: 'Déjà fait',
    unavailable: 'Réessaie dans un instant',
    uncertain: 'Pas de réponse à temps',
    discord: 'Discord refuse',
    unknownTitle: "Quelque chose s'est mal passé",
    unknown:
      "C'est une erreur du bot, pas de ta part. Si cela se reproduit, donne cet identifiant à ceux qui gèrent le bot.",
    errorId: "Identifiant de l'erreur {id}",
  },
})

const faces: Record<ErrorCode, { title: Localised; tone: Tone; status: number }> = {
  invalid_input: { title: texts('invalidInput'), tone: 'warning', status: 400 },
  not_found: { title: texts('notFound'), tone: 'warning', status: 404 },
  forbidden: { title: texts('forbidden'), tone: 'danger', status: 403 },
  conflict: { title: texts('conflict'), tone: 'warning', status: 409 },
  limit: { title: texts('limit'), tone: 'warning', status: 422 },
  cooldown: { title: texts('cooldown'), tone: 'warning', status: 429 },
  disabled: { title: texts('disabled'), tone: 'neutral', status: 403 },
  nothing_to_do: { title: texts('nothingToDo'), tone: 'neutral', status: 409 },
  duplicate: { title: texts('duplicate'), tone: 'neutral', status: 200 },
  unavailable: { title: texts('unavailable'), tone: 'danger', status: 503 },
  uncertain: { title: texts('uncertain'), tone: 'danger', status: 504 },
  discord: { title: texts('discord'), tone: 'danger', status: 502 },
}

/** Any failure as an `AppError` where we know what it is; `undefined` for a fault of ours. */
function foreseen(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  if (error instanceof DiscordError) return new AppError('discord', explainDiscordError(error), { cause: error })
  return undefined
}

/** The one place where a failure becomes something a person reads in Discord. Faults of ours are logged under the id shown. */
export function errorMessage(ctx: Pick<Ctx, 'requestId' | 'log'>, locale: Locale, error: unknown): MessageBody {
  const known = foreseen(error)
  if (known !== undefined) {
    const { title, tone } = faces[known.code]
    ctx.log.info('refused', { code: known.code, reason: known.message, details: known.details, cause: known.cause })
    return card({ tone, title: title(locale), body: known.text(locale) })
  }
  ctx.log.error('failed', { errorId: ctx.requestId, error })
  return card({
    tone: 'danger',
    title: texts('unknownTitle')(locale),
    body: texts('unknown')(locale),
    footer: texts('errorId', { id: ctx.requestId })(locale),
  })
}

/** The same for callers over HTTP: status and the one error shape of the API. */
export function errorResponse(ctx: Pick<Ctx, 'requestId' | 'log'> & { clock(): Date }, error: unknown): Response {
  const known = foreseen(error)
  if (known === undefined) ctx.log.error('failed', { errorId: ctx.requestId, error })
  const body = {
    error: {
      code: known?.code ?? 'internal',
      message: known?.text('en') ?? texts('unknown')('en'),
      details: { requestId: ctx.requestId },
      timestamp: ctx.clock().toISOString(),
    },
  }
  return Response.json(body, { status: known === undefined ? 500 : faces[known.code].status })
}
