import * as z from 'zod'
import { arg } from '../../core/custom-id.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineComponent } from '../../core/interactions.ts'
import { mentionUser, timestamp } from '../../core/markdown.ts'
import { button, card, type MessageBody, row, update } from '../../core/reply.ts'
import { isSnowflake } from '../../core/snowflake.ts'
import { type Localised, verbatim } from '../../core/text.ts'
import { type SettingsChange, settingsHistory, undoSettings } from '../../services/settings/history.ts'
import { changeLines, outcome } from './change.ts'
import { type Configurable, findFeature, guards, type Place } from './find.ts'
import { texts } from './texts.ts'

const PAGE = 5
/** How far back the last change of one setting is looked for. */
const LOOK_BACK = 50

/** Who changed what and when, newest first; `before` is the version that an older page starts below. */
export async function historyView(ctx: InteractionCtx, which: Configurable, before?: number): Promise<MessageBody> {
  const { locale } = ctx
  const { feature, settings } = which
  const page = before === undefined ? {} : { before }
  const changes = await settingsHistory(ctx, { settings, ...page, limit: PAGE + 1 })
  const shown = changes.slice(0, PAGE)
  const entries = shown.map((change) => entryText(settings, change)(locale))
  const buttons = historyButtons(ctx, which, { shown, isNewest: before === undefined, hasMore: changes.length > PAGE })
  return card({
    tone: 'info',
    title: texts('historyTitle', { feature: feature.title })(locale),
    body: entries.length === 0 ? texts('noHistory')(locale) : entries.join('\n\n'),
    parts: buttons.length === 0 ? [] : [row(...buttons)],
  })
}

function entryText(settings: Configurable['settings'], change: SettingsChange): Localised {
  const when = timestamp(change.changedAt, 'R')
  const who = whoText(change.actor)
  const head =
    change.undoes === null ? texts('entry', { who, when }) : texts('entryUndo', { who, when, version: change.undoes })
  const lines = changeLines(settings, change).slice(0, 4)
  return (locale) => [`\`${change.version}\` ${head(locale)}`, ...lines.map((line) => line(locale))].join('\n')
}

function whoText(actor: string): Localised {
  return isSnowflake(actor) ? verbatim(mentionUser(actor)) : texts('bot')
}

interface HistoryPage {
  shown: readonly SettingsChange[]
  isNewest: boolean
  hasMore: boolean
}

function historyButtons({ locale }: InteractionCtx, { feature }: Configurable, page: HistoryPage) {
  const { shown, isNewest, hasMore } = page
  const [newest] = shown
  const oldest = shown.at(-1)
  const at = (before: number) => turnHistory.customId({ feature: feature.id, before })
  return [
    ...(isNewest && newest !== undefined
      ? [
          button({
            customId: undoChange.customId({ feature: feature.id, version: newest.version }),
            label: `${texts('undoButton')(locale)} (${newest.version})`,
          }),
        ]
      : []),
    ...(isNewest ? [] : [button({ customId: at(0), label: `◀ ${texts('newest')(locale)}` })]),
    ...(hasMore && oldest !== undefined
      ? [button({ customId: at(oldest.version), label: `${texts('older')(locale)} ▶` })]
      : []),
  ]
}

/** Who gave one setting its present value, and when; `undefined` when that is too long ago to be looked up cheaply. */
export async function lastChange(
  ctx: InteractionCtx,
  { settings, name, setting }: Place,
): Promise<Localised | undefined> {
  const changes = await settingsHistory(ctx, { settings, limit: LOOK_BACK })
  const only = { ...settings, fields: { [name]: setting } }
  const found = changes.find(({ before, after }) => {
    const pick = (values: Readonly<Record<string, unknown>>) =>
      Object.hasOwn(values, name) ? { [name]: values[name] } : {}
    return changeLines(only, { before: pick(before), after: pick(after) }).length > 0
  })
  if (found === undefined) return undefined
  return texts('lastChange', { who: whoText(found.actor), when: timestamp(found.changedAt, 'R') })
}

/** Takes a change back; without a version the newest that still stands. */
export async function applyUndo(ctx: InteractionCtx, which: Configurable, version?: number): Promise<MessageBody> {
  const { settings, feature } = which
  const chosen = version === undefined ? {} : { version }
  const result = await undoSettings(ctx, { settings, ...chosen, surface: 'command' })
  const same = texts('allSame', { feature: feature.title })
  return outcome(ctx, which, { result, same, title: texts('undone') })
}

export const undoChange = defineComponent({
  id: 'config:undo',
  args: z.object({ feature: arg.text(), version: arg.int() }),
  guards,
  run: async (ctx, { args }) => update(await applyUndo(ctx, findFeature(ctx, args.feature), args.version)),
})

/** `before` 0 is the newest page; the button of the settings list leads there. */
export const turnHistory = defineComponent({
  id: 'config:history',
  args: z.object({ feature: arg.text(), before: arg.int() }),
  guards,
  async run(ctx, { args: { feature, before } }) {
    return update(await historyView(ctx, findFeature(ctx, feature), before > 0 ? before : undefined))
  },
})
