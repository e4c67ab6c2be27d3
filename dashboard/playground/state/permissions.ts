import { PermissionFlagsBits } from 'discord-api-types/v10'

export type PermissionName = keyof typeof PermissionFlagsBits

/** True when a decimal bitfield holds the permission; administrators have all, and direct messages have none to check. */
export const can = (permissions: string | undefined, name: PermissionName): boolean => {
  if (permissions === undefined) return true
  const bits = BigInt(permissions)
  return (bits & (PermissionFlagsBits.Administrator | PermissionFlagsBits[name])) !== 0n
}

/** `ManageGuild` -> `Manage Guild`. */
export const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2')
