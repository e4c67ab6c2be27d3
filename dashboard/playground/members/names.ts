import type { APIRole } from 'discord-api-types/v10'
import type { JoinedGuild, Member } from '../state/types.ts'

/** The name that is shown in a guild. */
export const memberName = ({ nick, user }: Pick<Member, 'nick' | 'user'>): string =>
  nick ?? user.global_name ?? user.username

const rolesOf = (guild: JoinedGuild, member: Member): APIRole[] =>
  guild.roles.filter(({ id }) => member.roles.includes(id)).toSorted((a, b) => b.position - a.position)

/** The colour of the highest role that has one, as the API's number. */
export const colorOf = (guild: JoinedGuild, member: Member): number | undefined =>
  rolesOf(guild, member).find(({ color }) => color !== 0)?.color

/** The highest role that is listed apart from others, or null for the common group. */
export const hoistedRole = (guild: JoinedGuild, member: Member): APIRole | null =>
  rolesOf(guild, member).find(({ hoist }) => hoist) ?? null

const byName = (a: Member, b: Member): number => memberName(a).localeCompare(memberName(b))

export interface MemberGroup {
  key: string
  label: string
  members: Member[]
}

export const isOffline = ({ presence }: Member): boolean => presence === 'offline' || presence === 'invisible'

/** The member list's groups as Discord shows them: listed roles from the highest, the others, those who are offline. */
export const memberGroups = (guild: JoinedGuild): MemberGroup[] => {
  const here = guild.members.filter((member) => !isOffline(member))
  const byRole = Map.groupBy(here, (member) => hoistedRole(guild, member))
  const present = [...byRole]
    .toSorted(([a], [b]) => (b?.position ?? -1) - (a?.position ?? -1))
    .map(([role, members]) => ({
      key: role?.id ?? 'everyone',
      label: role?.name ?? 'Online',
      members: members.toSorted(byName),
    }))
  const away = guild.members.filter(isOffline).toSorted(byName)
  return away.length === 0 ? present : [...present, { key: 'offline', label: 'Offline', members: away }]
}
