import type { APIComponentInContainer } from 'discord-api-types/v10'
import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { mentionRole, timestamp } from '../../../core/markdown.ts'
import { hasPermission } from '../../../core/permissions.ts'
import { button, card, type MessageBody, row, type Tone, text } from '../../../core/reply.ts'
import { snowflakeTime } from '../../../core/snowflake.ts'
import type { Locale, Localised } from '../../../core/text.ts'
import { activeWarnings, type HistoryPage, memberHistory } from '../../../services/cases/index.ts'
import { joinLines } from '../messages/case-card.ts'
import { caseItem } from '../messages/case-list.ts'
import { showUser } from '../messages/words.ts'
import { moderationSettings } from '../settings.ts'
import { caseTexts } from '../texts/cases.ts'
import { type FormAction, formActions, needed, panelIds } from './custom-ids.ts'
import { timeoutChoices } from './durations.ts'
import type { Person } from './person.ts'
import { panelTexts as texts } from './texts.ts'

const LAST_CASES = 3
const ROLES_SHOWN = 20

/** What just happened, above everything else. */
export interface News {
  tone: Tone
  lines: readonly (Localised | undefined)[]
}

/** The panel as it is now. Reads cases and warnings in one go each. */
export async function panelMessage(ctx: InteractionCtx, person: Person, news?: News): Promise<MessageBody> {
  const { warning_decay_days: decayDays } = await ctx.guild.settings(moderationSettings)
  const [history, warnings] = await Promise.all([
    memberHistory(ctx, { userId: person.id, page: 1, pageSize: LAST_CASES }),
    activeWarnings(ctx, { userId: person.id, decayDays }),
  ])
  const { locale } = ctx
  const told = news === undefined ? '' : joinLines(news.lines, locale)
  return card({
    tone: news?.tone ?? 'info',
    parts: [
      ...(told === '' ? [] : [text(told), separator()]),
      summary(person, { locale, now: ctx.now(), warnings }),
      text(caseLines(history, { locale, now: ctx.now() })),
      ...controls(ctx, person),
    ],
  })
}

function separator(): APIComponentInContainer {
  return { type: 14 }
}

interface Shown {
  locale: Locale
  now: Date
}

function summary(person: Person, { locale, now, warnings }: Shown & { warnings: number }): APIComponentInContainer {
  const { id, name, isBot, member, joinedAt, avatarUrl } = person
  const until = member?.timeoutUntil
  const roles = member?.roles.slice(0, ROLES_SHOWN).map(mentionRole).join(' ')
  const lines: (Localised | undefined)[] = [
    () => `### ${showUser(id, name)}${isBot ? ` · ${texts('bot')(locale)}` : ''}`,
    texts('account', { created: timestamp(snowflakeTime(id), 'R') }),
    member === undefined ? texts('notHere') : undefined,
    joinedAt === undefined ? undefined : texts('joined', { joined: timestamp(joinedAt, 'R') }),
    roles === undefined ? undefined : texts('roles', { roles: roles === '' ? texts('noRoles') : roles }),
    until === undefined || until <= now
      ? undefined
      : texts('timedOut', { until: timestamp(until), relative: timestamp(until, 'R') }),
    caseTexts('warnings', { count: warnings }),
  ]
  return {
    type: 9,
    components: [text(joinLines(lines, locale))],
    accessory: { type: 11, media: { url: avatarUrl }, description: name },
  }
}

function caseLines({ cases, total }: HistoryPage, { locale, now }: Shown): string {
  if (cases.length === 0) return texts('noCases')(locale)
  const items = cases.map((found) => caseItem(found, { locale, now, isNamed: false }))
  return [texts('lastCases', { total })(locale), ...items].join('\n')
}

const faces = {
  warn: { emoji: '⚠️', style: 'secondary' },
  timeout: { emoji: '⏰', style: 'danger' },
  kick: { emoji: '👢', style: 'danger' },
  ban: { emoji: '🔨', style: 'danger' },
  note: { emoji: '📝', style: 'secondary' },
} as const satisfies Record<FormAction, { emoji: string; style: 'secondary' | 'danger' }>

/** What the moderator cannot do is greyed out; what counts is the check at the click. */
function controls(ctx: InteractionCtx, person: Person): APIComponentInContainer[] {
  const { locale, actor } = ctx
  const { id, member } = person
  const worksOnAbsent = (action: FormAction) => action === 'ban' || action === 'note'
  const act = (action: FormAction) =>
    button({
      customId: panelIds[action].customId(id),
      label: texts(action)(locale),
      ...faces[action],
      disabled: !hasPermission(actor.permissions, needed[action]) || (member === undefined && !worksOnAbsent(action)),
    })
  const plain = (action: 'history' | 'refresh' | 'untimeout', emoji: string) =>
    button({ customId: panelIds[action].customId(id), label: texts(action)(locale), emoji })
  const [note, ...others] = [...formActions].reverse().map(act)
  const isTimedOut = member?.timeoutUntil !== undefined && member.timeoutUntil > ctx.now()
  return [
    row(...others.reverse()),
    ...(member === undefined ? [] : [durationRow(ctx, person)]),
    row(
      ...(note === undefined ? [] : [note]),
      plain('history', '📜'),
      plain('refresh', '🔄'),
      ...(isTimedOut ? [plain('untimeout', '🔓')] : []),
    ),
  ]
}

function durationRow({ locale, actor }: InteractionCtx, { id }: Person): APIComponentInContainer {
  return {
    type: 1,
    components: [
      {
        type: 3,
        custom_id: panelIds.duration.customId(id),
        placeholder: texts('pickDuration')(locale),
        disabled: !hasPermission(actor.permissions, needed.timeout),
        options: timeoutChoices.map(({ seconds, label, emoji }) => ({
          value: String(seconds),
          label: label(locale),
          emoji: { name: emoji },
        })),
      },
    ],
  }
}
