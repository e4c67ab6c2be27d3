import * as z from 'zod'
import type { GuildCtx } from '../../../core/context.ts'
import { arg } from '../../../core/custom-id.ts'
import { requirePermission } from '../../../core/guards.ts'
import { defineComponent } from '../../../core/interactions.ts'
import { button, card, type MessageBody, row, update } from '../../../core/reply.ts'
import { choiceSelect } from '../../../core/selects.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import {
  activeWarnings,
  type CaseAction,
  caseActions,
  type HistoryPage,
  memberHistory,
} from '../../../services/cases/index.ts'
import { onlyInvoker } from '../commands/guards.ts'
import { caseItem } from '../messages/case-list.ts'
import { actionName, showUser } from '../messages/words.ts'
import { moderationSettings } from '../settings.ts'
import { answerTexts } from '../texts/answers.ts'
import { caseTexts } from '../texts/cases.ts'

const PAGE_SIZE = 8
const COMMAND = '/history'
const ALL = 'all'
/** Only what happens to people; the rest never is in a history. */
const personActions = caseActions.filter((action) => !['purge', 'slowmode', 'lock', 'unlock'].includes(action))

const canSee = requirePermission('ModerateMembers')

const turnPage = defineComponent({
  id: 'moderation:history',
  args: z.object({ user: arg.id(), type: arg.oneOf(ALL, ...caseActions), page: arg.int(), by: arg.id() }),
  guards: [canSee, onlyInvoker(COMMAND)],
  async run(ctx, { args }) {
    const { user, type, page, by } = args
    return update(await historyMessage(ctx, { userId: user, action: toAction(type), page, by }))
  },
})

const filter = defineComponent({
  id: 'moderation:history-type',
  args: z.object({ user: arg.id(), by: arg.id() }),
  guards: [canSee, onlyInvoker(COMMAND)],
  async run(ctx, { args, values }) {
    const { user, by } = args
    return update(await historyMessage(ctx, { userId: user, action: toAction(values[0]), page: 1, by }))
  },
})

export const historyComponents = [turnPage, filter]

/** What a click carries may be anything; what is no action means all of them. */
function toAction(type: string | undefined): CaseAction | undefined {
  return caseActions.find((action) => action === type)
}

interface Asked {
  userId: Snowflake
  /** Where it is not known, the one that they had at the time of the newest case shown. */
  name?: string
  action: CaseAction | undefined
  page: number
  /** Whose list it is: only they turn its pages. */
  by: Snowflake
}

/** One page of the cases of a member, with buttons and a filter that change it in place. */
export async function historyMessage(
  ctx: GuildCtx & { locale: GuildCtx['locale'] },
  asked: Asked,
): Promise<MessageBody> {
  const { userId, name, action, page } = asked
  const { warning_decay_days: decayDays } = await ctx.guild.settings(moderationSettings)
  const [history, warnings] = await Promise.all([
    memberHistory(ctx, { userId, action, page, pageSize: PAGE_SIZE }),
    activeWarnings(ctx, { userId, decayDays }),
  ])
  const { locale } = ctx
  const items = history.cases.map((found) => caseItem(found, { locale, now: ctx.now(), isNamed: false }))
  const footer = answerTexts('pageOf', {
    page: history.page,
    pages: history.pages,
    total: history.total,
    warnings: caseTexts('warnings', { count: warnings }),
  })
  return card({
    tone: 'info',
    title: answerTexts('historyTitle', { user: showUser(userId, name ?? lastName(history)) })(locale),
    body: items.length === 0 ? answerTexts('historyEmpty')(locale) : items.join('\n'),
    parts: controls(asked, history, locale),
    footer: footer(locale),
  })
}

function lastName({ cases }: HistoryPage): string | null {
  return cases.find(({ userName }) => userName !== null)?.userName ?? null
}

function controls(asked: Asked, { page, pages, total }: HistoryPage, locale: GuildCtx['locale']) {
  const { userId, action, by } = asked
  if (total === 0 && action === undefined) return []
  const to = (target: number) => turnPage.customId({ user: userId, type: action ?? ALL, page: target, by })
  const buttons = row(
    button({ customId: to(page - 1), label: answerTexts('back')(locale), emoji: '◀️', disabled: page <= 1 }),
    button({ customId: to(page + 1), label: answerTexts('forward')(locale), emoji: '▶️', disabled: page >= pages }),
  )
  const types = choiceSelect({
    customId: filter.customId({ user: userId, by }),
    choices: [
      { value: ALL, label: answerTexts('allTypes')(locale), picked: action === undefined },
      ...personActions.map((one) => ({ value: one, label: actionName(one)(locale), picked: one === action })),
    ],
  })
  return pages > 1 ? [types, buttons] : [types]
}
