import type { APIUser } from 'discord-api-types/v10'
import type { GuildCtx } from '../../../core/context.ts'
import { AppError, isDiscordError } from '../../../core/errors.ts'
import type { Target } from '../../../core/interaction-context.ts'
import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'
import { getMember } from '../../../services/discord/members.ts'
import { answerTexts } from '../texts/answers.ts'

/** The person that an action is about. */
export interface Subject {
  id: Snowflake
  name: string
  isBot: boolean
  /** Missing for people who are not on the server. */
  member?: { roles: readonly Snowflake[]; timeoutUntil: Date | undefined }
}

interface MemberFacts {
  roles: readonly string[]
  communication_disabled_until?: string | null
}

function subject(id: Snowflake, user: Pick<APIUser, 'username' | 'bot'>, member: MemberFacts | undefined): Subject {
  const until = member?.communication_disabled_until
  return {
    id,
    name: user.username,
    isBot: user.bot === true,
    ...(member === undefined
      ? {}
      : {
          member: {
            roles: member.roles.filter(isSnowflake),
            timeoutUntil: until == null ? undefined : new Date(until),
          },
        }),
  }
}

/** From what Discord sent along with a command: no call needed. */
export function subjectOf({ id, user, member }: Target): Subject {
  return subject(id, user, member)
}

/** Asks Discord, for clicks and forms that only know an id. Throws `AppError('not_found')` for a deleted account. */
export async function freshSubject(ctx: GuildCtx, userId: Snowflake): Promise<Subject> {
  const member = await getMember(ctx, { guildId: ctx.guild.id, userId })
  if (member !== undefined) return subject(userId, member.user, member)
  try {
    const user = await ctx.discord.request<APIUser>({ method: 'GET', path: `/users/${userId}` })
    return subject(userId, user, undefined)
  } catch (error) {
    if (isDiscordError(error, 10013)) throw new AppError('not_found', answerTexts('unknownUser'), { cause: error })
    throw error
  }
}

/** Throws `AppError('not_found')` for people who are not on the server. */
export function requireMember(about: Subject): NonNullable<Subject['member']> {
  if (about.member === undefined) throw new AppError('not_found', answerTexts('left'))
  return about.member
}
