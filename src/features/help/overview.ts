import * as z from 'zod'
import { type CallableCommand, commandMention } from '../../core/catalog.ts'
import type { InteractionCtx } from '../../core/interaction-context.ts'
import { defineComponent } from '../../core/interactions.ts'
import { card, type MessageBody, update } from '../../core/reply.ts'
import { choiceSelect } from '../../core/selects.ts'
import type { Snowflake } from '../../core/snowflake.ts'
import type { Locale } from '../../core/text.ts'
import { texts } from './texts.ts'
import { shownName, usableCommands } from './usable.ts'

const EVERYTHING = '*'
/** Discord counts 4000 characters over the whole message; title, hint and menu need some of them. */
const TEXT_BUDGET = 3400

type Group = ReturnType<typeof usableCommands>[number]

/** Commands of all features, or of one of them with what each does. */
export async function overview(ctx: InteractionCtx, featureId: string = EVERYTHING): Promise<MessageBody> {
  const { locale } = ctx
  const groups = usableCommands(ctx)
  const ids = await ctx.catalog.commandIds()
  const one = groups.find(({ feature }) => feature.id === featureId)
  const blocks = one === undefined ? groups.map((group) => summary(ctx, group, ids)) : descriptions(ctx, one, ids)
  return card({
    tone: 'info',
    title: one === undefined ? texts('overviewTitle')(locale) : one.feature.title(locale),
    body: blocks.length === 0 ? texts('nothing')(locale) : wholeBlocks(blocks, ctx),
    parts: groups.length < 2 ? [] : [featureSelect(ctx, groups, featureId)],
    footer: texts('overviewHint')(locale),
  })
}

function summary(
  { locale }: InteractionCtx,
  { feature, commands }: Group,
  ids: ReadonlyMap<string, Snowflake>,
): string {
  const isMenu = ({ command }: CallableCommand) => command.kind !== 'chat'
  const mentionAll = (entries: CallableCommand[]) => entries.map((entry) => mentionOf(entry, { ids, locale })).join(' ')
  const typed = mentionAll(commands.filter((entry) => !isMenu(entry)))
  const menus = mentionAll(commands.filter(isMenu))
  const lines = [typed, menus === '' ? '' : texts('byMenu', { names: menus })(locale)].filter((line) => line !== '')
  const heading = `**${feature.title(locale)}** — ${feature.about(locale)}`
  if (lines.join('\n').length < TEXT_BUDGET / 2) return [heading, ...lines].join('\n')
  return `${heading}\n${texts('count', { count: commands.length })(locale)}`
}

function descriptions({ locale }: InteractionCtx, { commands }: Group, ids: ReadonlyMap<string, Snowflake>): string[] {
  return commands.map((entry) => {
    const what = entry.command.description?.(locale) ?? wayTo(entry, locale)
    return `${mentionOf(entry, { ids, locale })} — ${what}`
  })
}

function mentionOf(
  entry: CallableCommand,
  { ids, locale }: { ids: ReadonlyMap<string, Snowflake>; locale: Locale },
): string {
  return entry.command.kind === 'chat' ? commandMention(entry.path, ids) : `**${shownName(entry, locale)}**`
}

/** How to reach an entry of a context menu. */
export function wayTo(entry: CallableCommand, locale: Locale): string {
  return texts(entry.command.kind === 'user' ? 'onMember' : 'onMessage', { name: shownName(entry, locale) })(locale)
}

/** Whole blocks only, and a count of those that did not fit. */
function wholeBlocks(blocks: readonly string[], { locale }: InteractionCtx): string {
  const shown: string[] = []
  let left = TEXT_BUDGET
  for (const block of blocks) {
    left -= block.length + 1
    if (left < 0) break
    shown.push(block)
  }
  const count = blocks.length - shown.length
  return [...shown, ...(count === 0 ? [] : [texts('more', { count })(locale)])].join('\n')
}

function featureSelect({ locale }: InteractionCtx, groups: readonly Group[], picked: string) {
  return choiceSelect({
    customId: pickFeature.customId({}),
    placeholder: texts('pickFeature')(locale),
    choices: [
      { value: EVERYTHING, label: texts('everything')(locale), picked: picked === EVERYTHING },
      ...groups.map(({ feature, commands }) => ({
        value: feature.id,
        label: feature.title(locale),
        description: texts('count', { count: commands.length })(locale),
        picked: picked === feature.id,
      })),
    ],
  })
}

export const pickFeature = defineComponent({
  id: 'help:feature',
  args: z.object({}),
  run: async (ctx, { values }) => update(await overview(ctx, values[0])),
})
