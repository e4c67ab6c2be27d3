import { defineFeature } from '../../core/feature.ts'
import { help as helpCommand } from './commands.ts'
import { pickFeature } from './overview.ts'
import { texts } from './texts.ts'

/** `/help`: what the bot can do, made from the list of features. */
export const help = defineFeature({
  id: 'help',
  title: texts('title'),
  about: texts('about'),
  texts,
  commands: [helpCommand],
  components: [pickFeature],
})
