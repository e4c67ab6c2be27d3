import { formatDuration } from '../../core/duration.ts'
import { AppError } from '../../core/errors.ts'
import { defineTexts } from '../../core/text.ts'

const texts = defineTexts({
  en: {
    unanswered: 'Discord did not answer. Try again in a minute; asking twice does no harm.',
    uncertain: 'Discord did not answer in time, so this may or may not have happened. Look first, then try again.',
    paused: 'Discord is failing at the moment, so I wait before I ask it again. Try again in {wait}.',
    busy: 'Discord does not let me do this so often. Try again in {wait}.',
    tokenDead:
      "Discord no longer accepts this bot's token. Whoever runs the bot has to set a new DISCORD_TOKEN and restart it.",
    refusedTooOften:
      'Discord refused too many of my requests, so I pause before it locks me out. Check my permissions and try again in 10 minutes.',
  },
  de: {
    unanswered: 'Discord hat nicht geantwortet. Versuche es in einer Minute noch einmal; doppelt fragen schadet nicht.',
    uncertain:
      'Discord hat nicht rechtzeitig geantwortet, also ist es vielleicht geschehen, vielleicht nicht. Sieh erst nach, dann versuche es noch einmal.',
    paused:
      'Discord ist gerade gestört, deshalb warte ich, bevor ich wieder anfrage. Versuche es in {wait} noch einmal.',
    busy: 'Discord lässt mich das nicht so oft tun. Versuche es in {wait} noch einmal.',
    tokenDead:
      'Discord nimmt das Token dieses Bots nicht mehr an. Wer den Bot betreibt, muss ein neues DISCORD_TOKEN setzen und ihn neu starten.',
    refusedTooOften:
      'Discord hat zu viele meiner Anfragen abgelehnt; ich pausiere, bevor es mich aussperrt. Prüfe meine Berechtigungen und versuche es in 10 Minuten noch einmal.',
  },
  fr: {
    unanswered: "Discord n'a pas répondu. Réessaie dans une minute ; demander deux fois ne fait pas de mal.",
    uncertain: "Discord n'a pas répondu à temps : c'est peut-être fait, peut-être pas. Vérifie d'abord, puis réessaie.",
    paused: "Discord est en panne en ce moment, j'attends donc avant de redemander. Réessaie dans {wait}.",
    busy: 'Discord ne me laisse pas faire cela si souvent. Réessaie dans {wait}.',
    tokenDead:
      "Discord n'accepte plus le jeton de ce bot. La personne qui l'héberge doit définir un nouveau DISCORD_TOKEN et le redémarrer.",
    refusedTooOften:
      "Discord a refusé trop de mes requêtes ; je fais une pause avant d'être bloqué. Vérifie mes permissions et réessaie dans 10 minutes.",
  },
})

/** Nothing was sent: a limit of Discord is not over before the caller's time is. */
export function busy(route: string, waitMs: number): AppError {
  const details = { route, retryAfterMs: waitMs }
  return new AppError('unavailable', texts('busy', { wait: readable(waitMs) }), { details })
}

/** Nothing was sent: the breaker is open. */
export function paused(route: string, waitMs: number): AppError {
  const details = { route, retryAfterMs: waitMs }
  return new AppError('unavailable', texts('paused', { wait: readable(waitMs) }), { details })
}

export function tokenDead(route: string): AppError {
  return new AppError('unavailable', texts('tokenDead'), { details: { route, tokenDead: true } })
}

export function refusedTooOften(route: string): AppError {
  return new AppError('unavailable', texts('refusedTooOften'), { details: { route, retryAfterMs: 600_000 } })
}

/** Sent, but without an answer. `uncertain` unless the call can be repeated without a second effect. */
export function unanswered(route: string, repeatable: boolean, cause: unknown): AppError {
  const options = { cause, details: { route } }
  return repeatable
    ? new AppError('unavailable', texts('unanswered'), options)
    : new AppError('uncertain', texts('uncertain'), options)
}

export const failureTexts = texts

function readable(ms: number) {
  return formatDuration(Math.max(1_000, Math.ceil(ms / 1_000) * 1_000))
}
