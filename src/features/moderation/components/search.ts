import * as z from 'zod'
import type { GuildCtx } from '../../../core/context.ts'
import { arg } from '../../../core/custom-id.ts'
import { requirePermission } from '../../../core/guards.ts'
import { defineComponent } from '../../../core/interactions.ts'
import { button, card, type MessageBody, row, update } from '../../../core/reply.ts'
import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'
import { type CaseAction, type CasePage, caseActions, searchCases } from '../../../services/cases/index.ts'
import { caseItem } from '../messages/case-list.ts'
import { answerTexts } from '../texts/answers.ts'

const PAGE_SIZE = 8
const DAY_MS = 86_400_000
const NONE = '-'
const MAX_PACKED_TEXT = 30

export interface Filter {
  userId: Snowflake | undefined
  moderatorId: Snowflake | undefined
  action: CaseAction | undefined
  text: string | undefined
  days: number | undefined
}

/** Ids are packed to 13 letters: two of them, the filters and the text have to fit into 100 characters. */
const olderButton = defineComponent({
  id: 'moderation:find',
  args: z.object({
    before: arg.int(),
    user: arg.text(),
    moderator: arg.text(),
    type: arg.text(),
    days: arg.int(),
    text: arg.text(),
  }),
  guards: [requirePermission('ModerateMembers')],
  async run(ctx, { args }) {
    const filter: Filter = {
      userId: unpackId(args.user),
      moderatorId: unpackId(args.moderator),
      action: caseActions.find((action) => action === args.type),
      text: args.text === '' ? undefined : args.text,
      days: args.days === 0 ? undefined : args.days,
    }
    return update(await searchAnswer(ctx, { filter, before: args.before }))
  },
})

export const searchComponents = [olderButton]

export function packId(id: Snowflake | undefined): string {
  return id === undefined ? NONE : BigInt(id).toString(36)
}

/** What a click carries may be anything; what is no id filters nothing. */
export function unpackId(packed: string): Snowflake | undefined {
  if (!/^[0-9a-z]{1,13}$/.test(packed)) return undefined
  let value = 0n
  for (const digit of packed) value = value * 36n + BigInt(Number.parseInt(digit, 36))
  const id = String(value)
  return isSnowflake(id) ? id : undefined
}

/** A page of found cases, newest first. The button goes on below the last one, so new cases never shift a page. */
export async function searchAnswer(
  ctx: GuildCtx,
  { filter, before }: { filter: Filter; before: number | undefined },
): Promise<MessageBody> {
  const { days, ...rest } = filter
  const since = days === undefined ? undefined : new Date(ctx.now().getTime() - days * DAY_MS)
  const page = await searchCases(ctx, { ...rest, since, before, limit: PAGE_SIZE })
  const { locale } = ctx
  const items = page.cases.map((found) => caseItem(found, { locale, now: ctx.now(), isNamed: true }))
  return card({
    tone: 'info',
    title: answerTexts('searchTitle')(locale),
    body: items.length === 0 ? answerTexts('searchEmpty')(locale) : items.join('\n'),
    parts: older(filter, page, locale),
    ...(page.next !== undefined && !canTurn(filter) ? { footer: answerTexts('searchMore')(locale) } : {}),
  })
}

/** `:` and `%` take three characters in a custom id; a text full of them leaves no room for the page. */
function canTurn({ text = '' }: Filter): boolean {
  return text.replace(/[:%]/g, '%25').length <= MAX_PACKED_TEXT
}

function older(filter: Filter, { next }: CasePage, locale: GuildCtx['locale']) {
  if (next === undefined || !canTurn(filter)) return []
  const args = {
    before: next,
    user: packId(filter.userId),
    moderator: packId(filter.moderatorId),
    type: filter.action ?? NONE,
    days: filter.days ?? 0,
    text: filter.text ?? '',
  }
  return [row(button({ customId: olderButton.customId(args), label: answerTexts('forward')(locale), emoji: '▶️' }))]
}
