import type { Catalogue, Locale, Texts } from '../../../core/text.ts'
import { massbanTexts, purgeTexts, runTexts } from '../bulk/index.ts'
import { channelTexts } from '../channels/index.ts'
import { panelTexts } from '../panel/index.ts'
import { actionTexts } from './actions.ts'
import { answerTexts } from './answers.ts'
import { caseTexts } from './cases.ts'
import { commandTexts } from './commands.ts'
import { settingTexts } from './settings.ts'

type Catalogues = Pick<Texts<Catalogue>, 'catalogues'>

const parts: Readonly<Record<string, Catalogues>> = {
  ...{ actionTexts, answerTexts, caseTexts, commandTexts, settingTexts },
  ...{ channelTexts, massbanTexts, panelTexts, purgeTexts, runTexts },
}

function merged(locale: Locale): Catalogue {
  const entries = Object.entries(parts).flatMap(([name, { catalogues }]) =>
    Object.entries(catalogues[locale]).map(([key, message]) => [`${name}.${key}`, message] as const),
  )
  return Object.fromEntries(entries)
}

/** Every text of the feature under one roof, for the check that no language lacks one. */
export const moderationTexts: Catalogues = { catalogues: { en: merged('en'), de: merged('de'), fr: merged('fr') } }
