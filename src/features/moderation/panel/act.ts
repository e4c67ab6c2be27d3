import type { InteractionCtx } from '../../../core/interaction-context.ts'
import { timestamp } from '../../../core/markdown.ts'
import { type Answer, update } from '../../../core/reply.ts'
import type { Snowflake } from '../../../core/snowflake.ts'
import { assertMayTarget } from '../../../services/permissions/guard.ts'
import { actionTone } from '../messages/case-card.ts'
import { quoteUser, showDm } from '../messages/words.ts'
import { amendAnswer } from '../service/answer.ts'
import { assertNotBanned } from '../service/ban-state.ts'
import { type Order, type PersonAction, type Punished, punish } from '../service/punish.ts'
import { requireMember } from '../service/subject.ts'
import { actionTexts } from '../texts/actions.ts'
import { caseTexts } from '../texts/cases.ts'
import { fetchPerson, type Person } from './person.ts'
import { panelTexts as texts } from './texts.ts'
import { type News, panelMessage } from './view.ts'

/** Whom an action needs to be on the server. */
const MEMBERS_ONLY: ReadonlySet<PersonAction> = new Set(['warn', 'timeout', 'untimeout', 'kick'])

/**
 * The person as they are at this moment, if the asker may still do this to them: roles may have changed on both sides since the
 * panel was opened. Throws `AppError` that says what is in the way.
 */
export async function judgedPerson(ctx: InteractionCtx, userId: Snowflake, action: PersonAction): Promise<Person> {
  const person = await fetchPerson(ctx, userId)
  await assertMayTarget(ctx, { id: userId, roles: person.member?.roles ?? [] })
  if (MEMBERS_ONLY.has(action)) requireMember(person)
  if (action === 'ban') await assertNotBanned(ctx, person)
  return person
}

type PanelOrder = Pick<Order, 'reason' | 'durationMs' | 'deleteMessageSeconds'> & { action: PersonAction }

/** Acts, then shows the panel as it is now with what was done on top. How a message to the member fared is added later. */
export async function actFromPanel(ctx: InteractionCtx, userId: Snowflake, order: PanelOrder): Promise<Answer> {
  const subject = await judgedPerson(ctx, userId, order.action)
  const punished = await punish(ctx, { ...order, subject, source: 'panel' })
  const person = afterwards(subject, order, ctx.now())
  const body = await panelMessage(ctx, person, news(punished, order.action))
  if (punished.dmLater !== undefined) ctx.background(addDelivery(ctx, { person, punished, action: order.action }))
  return update(body)
}

async function addDelivery(
  ctx: InteractionCtx,
  { person, punished, action }: { person: Person; punished: Punished; action: PersonAction },
): Promise<void> {
  const dm = await punished.dmLater
  await amendAnswer(ctx, await panelMessage(ctx, person, news({ ...punished, dm }, action)))
}

/** What the action changed about the person, without asking Discord again. */
function afterwards(person: Person, { action, durationMs = 0 }: PanelOrder, now: Date): Person {
  const { member, ...rest } = person
  if (member === undefined || action === 'kick' || action === 'ban') return { ...rest, joinedAt: undefined }
  if (action === 'timeout')
    return { ...rest, member: { ...member, timeoutUntil: new Date(now.getTime() + durationMs) } }
  if (action === 'untimeout') return { ...rest, member: { ...member, timeoutUntil: undefined } }
  return person
}

function news({ case: done, dm }: Punished, action: PersonAction): News {
  const { number, expiresAt } = done
  const what = actionTexts(`${action}Done`, { user: quoteUser(done) })
  return {
    tone: actionTone(action),
    lines: [
      texts('done', { number, what }),
      expiresAt === null
        ? undefined
        : caseTexts('ends', { relative: timestamp(expiresAt, 'R'), until: timestamp(expiresAt) }),
      dm === undefined ? undefined : showDm(dm),
    ],
  }
}
