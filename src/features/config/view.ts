import * as z from 'zod'
import { arg } from '../../core/custom-id.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineComponent } from '../../core/interactions.ts'
import { remember } from '../../core/remember.ts'
import { button, card, type MessageBody, row, update } from '../../core/reply.ts'
import { choiceSelect } from '../../core/selects.ts'
import type { Setting } from '../../core/settings.ts'
import { openSetting } from './edit.ts'
import { type Configurable, configurables, findFeature, guards, readValues, type Values } from './find.ts'
import { formatPlain, formatValue, isChanged } from './format.ts'
import { turnHistory } from './history.ts'
import { texts } from './texts.ts'

/** Eight settings with their explanations stay below Discord's 4000 characters per message. */
const PAGE = 8

/** Every part of the bot that can be set, with how many of its settings were changed. */
export async function overview(ctx: InteractionCtx): Promise<MessageBody> {
  const { locale } = ctx
  const all = configurables(ctx)
  const values = await Promise.all(all.map((one) => readValues(ctx, one)))
  const lines = all.map(({ feature, settings }, i) => {
    const fields = Object.entries(settings.fields)
    const changed = countChanged(fields, values[i] ?? {})
    const counts = [
      texts('settings', { count: fields.length }),
      ...(changed > 0 ? [texts('changed', { count: changed })] : []),
    ]
    const head = texts('overviewLine', { feature: feature.title, about: feature.about })(locale)
    return `${head}\n-# ${counts.map((count) => count(locale)).join(' · ')}`
  })
  return card({
    tone: 'info',
    title: texts('overviewTitle')(locale),
    body: lines.length === 0 ? texts('noSettings')(locale) : lines.join('\n'),
    parts: all.length === 0 ? [] : [featureSelect(ctx, all)],
  })
}

function countChanged(fields: readonly [string, Setting][], values: Values): number {
  return fields.filter(([name, setting]) => isChanged(setting, values[name])).length
}

function featureSelect({ locale }: InteractionCtx, all: readonly Configurable[]) {
  return choiceSelect({
    customId: openFeature.customId({}),
    placeholder: texts('pickFeature')(locale),
    choices: all.map(({ feature }) => ({ value: feature.id, label: feature.title(locale) })),
  })
}

/** The settings of one feature in words, changed ones marked, with a menu that leads to the control of each. */
export async function featureView(ctx: InteractionCtx, which: Configurable, wantedPage: number): Promise<MessageBody> {
  const values = await readValues(ctx, which)
  // It follows from the values alone, and everybody in the guild is shown the same until they change.
  return remember(values, `config:view:${ctx.locale}:${wantedPage}`, () =>
    Object.freeze(renderFeature(ctx, which, { values, wantedPage })),
  )
}

function renderFeature(
  ctx: InteractionCtx,
  which: Configurable,
  { values, wantedPage }: { values: Values; wantedPage: number },
): MessageBody {
  const { locale } = ctx
  const fields = Object.entries(which.settings.fields)
  const pages = Math.max(1, Math.ceil(fields.length / PAGE))
  const page = Math.min(Math.max(wantedPage, 0), pages - 1)
  const shown = fields.slice(page * PAGE, (page + 1) * PAGE)
  const lines = shown.map(([name, setting]) => settingLine(ctx, setting, values[name]))
  return card({
    tone: 'info',
    title: which.feature.title(locale),
    body: lines.join('\n'),
    parts: [
      ...(shown.length === 0 ? [] : [settingSelect(ctx, which, { shown, values })]),
      row(...(pages < 2 ? [] : pageButtons(ctx, which, { page, pages })), historyButton(ctx, which)),
    ],
    footer: texts('legend')(locale),
  })
}

function settingLine({ locale }: InteractionCtx, setting: Setting, value: unknown): string {
  const { label, control, fallback, help } = setting
  const parts = { label, value: formatValue(control, value) }
  const line = isChanged(setting, value)
    ? texts('changedLine', { ...parts, fallback: formatValue(control, fallback) })
    : texts('line', parts)
  return help === undefined ? line(locale) : `${line(locale)}\n-# ${help(locale)}`
}

function settingSelect(
  { locale }: InteractionCtx,
  { feature }: Configurable,
  { shown, values }: { shown: readonly [string, Setting][]; values: Values },
) {
  return choiceSelect({
    customId: openSetting.customId({ feature: feature.id }),
    placeholder: texts('pickSetting')(locale),
    choices: shown.map(([name, { label, control }]) => ({
      value: name,
      label: label(locale),
      ...plainValue(formatPlain(control, values[name])(locale)),
    })),
  })
}

/** Mentions are not rendered in menus, so a channel or role there would be a bare number. */
function plainValue(value: string): { description?: string } {
  return value === '' || value.includes('<') ? {} : { description: value }
}

function pageButtons(
  { locale }: InteractionCtx,
  { feature }: Configurable,
  { page, pages }: { page: number; pages: number },
) {
  const turn = (to: number) => turnPage.customId({ feature: feature.id, page: to })
  return [
    button({ customId: turn(page - 1), label: `◀ ${texts('previous')(locale)}`, disabled: page === 0 }),
    button({
      customId: turn(page),
      label: texts('page', { page: page + 1, pages })(locale),
      disabled: true,
    }),
    button({ customId: turn(page + 1), label: `${texts('next')(locale)} ▶`, disabled: page === pages - 1 }),
  ]
}

function historyButton({ locale }: InteractionCtx, { feature }: Configurable) {
  return button({ customId: turnHistory.customId({ feature: feature.id, before: 0 }), label: texts('changes')(locale) })
}

export const openFeature = defineComponent({
  id: 'config:feature',
  args: z.object({}),
  guards,
  run: async (ctx, { values }) => update(await featureView(ctx, findFeature(ctx, values[0] ?? ''), 0)),
})

/** Also the way back from a single setting to its list. */
export const turnPage = defineComponent({
  id: 'config:page',
  args: z.object({ feature: arg.text(), page: arg.int() }),
  guards,
  run: async (ctx, { args }) => update(await featureView(ctx, findFeature(ctx, args.feature), args.page)),
})
