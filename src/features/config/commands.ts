import { defineCommand, defineGroup } from '../../core/interactions.ts'
import { option } from '../../core/options.ts'
import { whisper } from '../../core/reply.ts'
import { applyReset, applyValue } from './change.ts'
import { editor } from './edit.ts'
import { findFeature, findSetting, guards } from './find.ts'
import { applyUndo, historyView } from './history.ts'
import { parseValue } from './parse.ts'
import { suggestFeatures, suggestSettings, suggestValues } from './suggest.ts'
import { texts } from './texts.ts'
import { featureView, overview } from './view.ts'

const names = {
  feature: { de: 'bereich', fr: 'partie' },
  setting: { de: 'einstellung', fr: 'réglage' },
  value: { de: 'wert', fr: 'valeur' },
}

function featureOption<Required extends boolean>(required: Required) {
  const description = texts('featureOption')
  return option.string({
    description,
    required,
    names: names.feature,
    maxLength: 100,
    autocomplete: suggestFeatures,
  })
}

function settingOption<Required extends boolean>(required: Required) {
  return option.string({
    description: texts(required ? 'settingOption' : 'settingOptional'),
    required,
    names: names.setting,
    maxLength: 100,
    autocomplete: suggestSettings,
  })
}

const view = defineCommand({
  name: 'view',
  names: { de: 'zeigen', fr: 'voir' },
  description: texts('view'),
  options: { feature: featureOption(false) },
  guards,
  async run(ctx, { feature }) {
    return whisper(feature === undefined ? await overview(ctx) : await featureView(ctx, findFeature(ctx, feature), 0))
  },
})

const set = defineCommand({
  name: 'set',
  names: { de: 'setzen', fr: 'définir' },
  description: texts('set'),
  options: {
    feature: featureOption(true),
    setting: settingOption(true),
    value: option.string({
      description: texts('valueOption'),
      required: true,
      names: names.value,
      maxLength: 4000,
      autocomplete: suggestValues,
    }),
  },
  guards,
  async run(ctx, { value, ...which }) {
    const place = findSetting(ctx, which)
    return whisper(await applyValue(ctx, place, await parseValue(ctx, place.setting.control, value)))
  },
})

/** A form can only be the first answer, so this command is never deferred. */
const edit = defineCommand({
  name: 'edit',
  names: { de: 'bearbeiten', fr: 'modifier' },
  description: texts('edit'),
  options: { feature: featureOption(true), setting: settingOption(true) },
  guards,
  defer: 'never',
  run: (ctx, which) => editor(ctx, findSetting(ctx, which)),
})

const reset = defineCommand({
  name: 'reset',
  names: { de: 'zurücksetzen', fr: 'réinitialiser' },
  description: texts('reset'),
  options: { feature: featureOption(true), setting: settingOption(false) },
  guards,
  async run(ctx, { feature, setting }) {
    const place = setting === undefined ? findFeature(ctx, feature) : findSetting(ctx, { feature, setting })
    return whisper(await applyReset(ctx, place))
  },
})

const undo = defineCommand({
  name: 'undo',
  names: { de: 'rückgängig', fr: 'annuler' },
  description: texts('undo'),
  options: { feature: featureOption(true) },
  guards,
  run: async (ctx, { feature }) => whisper(await applyUndo(ctx, findFeature(ctx, feature))),
})

const history = defineCommand({
  name: 'history',
  names: { de: 'verlauf', fr: 'historique' },
  description: texts('history'),
  options: { feature: featureOption(true) },
  guards,
  run: async (ctx, { feature }) => whisper(await historyView(ctx, findFeature(ctx, feature))),
})

export const configGroup = defineGroup({
  name: 'config',
  names: { de: 'einstellungen', fr: 'réglages' },
  description: texts('group'),
  permission: 'ManageGuild',
  commands: [view, set, edit, reset, undo, history],
})
