import type { APIGuildMember, APIUser } from 'discord-api-types/v10'
import type { GuildCtx } from '../../../core/context.ts'
import { AppError, isDiscordError } from '../../../core/errors.ts'
import type { Target } from '../../../core/interaction-context.ts'
import { isSnowflake, type Snowflake } from '../../../core/snowflake.ts'
import { getMember } from '../../../services/discord/members.ts'
import type { Subject } from '../service/subject.ts'
import { answerTexts } from '../texts/answers.ts'

type MemberFacts = Pick<APIGuildMember, 'roles' | 'joined_at' | 'communication_disabled_until'>

/** The person of a panel: what an action needs to know, and what is only shown. */
export interface Person extends Subject {
  avatarUrl: string
  joinedAt: Date | undefined
}

const CDN = 'https://cdn.discordapp.com'

/** Discord docs: reference, "Image Formatting" and "Default User Avatar". */
function avatarUrl(id: Snowflake, user: APIUser): string {
  if (user.avatar !== null) return `${CDN}/avatars/${id}/${user.avatar}.png?size=128`
  return `${CDN}/embed/avatars/${(BigInt(id) >> 22n) % 6n}.png`
}

function personFrom(id: Snowflake, user: APIUser, member: MemberFacts | undefined): Person {
  const until = member?.communication_disabled_until
  const joined = member?.joined_at
  return {
    id,
    name: user.username,
    isBot: user.bot === true,
    avatarUrl: avatarUrl(id, user),
    joinedAt: joined == null ? undefined : new Date(joined),
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

/** From what Discord sent along with the command: no call needed. */
export function personOf({ id, user, member }: Target): Person {
  return personFrom(id, user, member)
}

/** As they are at this moment. Throws `AppError('not_found')` for a deleted account. */
export async function fetchPerson(ctx: GuildCtx, id: Snowflake): Promise<Person> {
  const member = await getMember(ctx, { guildId: ctx.guild.id, userId: id })
  if (member !== undefined) return personFrom(id, member.user, member)
  try {
    return personFrom(id, await ctx.discord.request<APIUser>({ method: 'GET', path: `/users/${id}` }), undefined)
  } catch (error) {
    if (isDiscordError(error, 10013)) throw new AppError('not_found', answerTexts('unknownUser'), { cause: error })
    throw error
  }
}
