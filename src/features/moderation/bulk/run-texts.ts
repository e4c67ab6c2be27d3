import { defineTexts } from '../../../core/text.ts'

/** What mass bans and purges say alike. */
export const runTexts = defineTexts({
  en: {
    stop: 'Stop',
    progress: '{bar}\n{done} of {total}',
    progressFailed: '{bar}\n{done} of {total} · {failed} failed',
    over: 'This has already ended.',
  },
  de: {
    stop: 'Anhalten',
    progress: '{bar}\n{done} von {total}',
    progressFailed: '{bar}\n{done} von {total} · {failed} fehlgeschlagen',
    over: 'Das ist schon zu Ende.',
  },
  fr: {
    stop: 'Arrêter',
    progress: '{bar}\n{done} sur {total}',
    progressFailed: '{bar}\n{done} sur {total} · {failed} échecs',
    over: "C'est déjà terminé.",
  },
})
