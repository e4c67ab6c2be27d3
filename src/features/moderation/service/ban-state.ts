import type { GuildCtx } from '../../../core/context.ts'
import { AppError } from '../../../core/errors.ts'
import { getBan } from '../../../services/discord/members.ts'
import { showUser } from '../messages/words.ts'
import { answerTexts } from '../texts/answers.ts'
import type { Subject } from './subject.ts'

/** Members cannot be banned already, so only for other people Discord is asked. Throws `AppError('nothing_to_do')`. */
export async function assertNotBanned(ctx: GuildCtx, { id, name, member }: Subject): Promise<void> {
  if (member !== undefined) return
  const ban = await getBan(ctx, { guildId: ctx.guild.id, userId: id })
  if (ban !== undefined) throw new AppError('nothing_to_do', answerTexts('alreadyBanned', { user: showUser(id, name) }))
}

/** Throws `AppError('nothing_to_do')` for people who are not banned. */
export async function assertBanned(ctx: GuildCtx, { id, name, member }: Subject): Promise<void> {
  const ban = member === undefined ? await getBan(ctx, { guildId: ctx.guild.id, userId: id }) : undefined
  if (ban === undefined) throw new AppError('nothing_to_do', answerTexts('notBanned', { user: showUser(id, name) }))
}
