import * as z from 'zod'
import { arg } from '../../../core/custom-id.ts'
import { requirePermission } from '../../../core/guards.ts'
import { defineComponent } from '../../../core/interactions.ts'
import { button, whisper } from '../../../core/reply.ts'
import type { Locale } from '../../../core/text.ts'
import { getCase } from '../../../services/cases/index.ts'
import { caseCard } from '../messages/case-card.ts'
import { caseTexts } from '../texts/cases.ts'

export const viewCaseButton = defineComponent({
  id: 'moderation:view',
  args: z.object({ number: arg.int() }),
  guards: [requirePermission('ModerateMembers')],
  answers: 'ephemeral',
  async run(ctx, { args }) {
    const found = await getCase(ctx, args.number)
    return whisper(caseCard(found, { locale: ctx.locale, now: ctx.now() }))
  },
})

export function viewCase(number: number, locale: Locale) {
  return button({ customId: viewCaseButton.customId({ number }), label: caseTexts('viewCase')(locale) })
}
