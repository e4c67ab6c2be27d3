import { defineFeature } from '../../core/feature.ts'
import { configGroup } from './commands.ts'
import { flip, pickChannels, pickChoice, pickRoles, useDefault } from './controls.ts'
import { openSetting } from './edit.ts'
import { turnHistory, undoChange } from './history.ts'
import { texts } from './texts.ts'
import { openFeature, turnPage } from './view.ts'
import { writeValue } from './write.ts'

/** `/config`: the settings of every feature, made from their definitions. */
export const config = defineFeature({
  id: 'config',
  title: texts('title'),
  about: texts('about'),
  texts,
  commands: [configGroup],
  components: [
    openFeature,
    turnPage,
    openSetting,
    pickChannels,
    pickRoles,
    pickChoice,
    flip,
    useDefault,
    undoChange,
    turnHistory,
  ],
  modals: [writeValue],
})
