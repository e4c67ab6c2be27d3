import { defineTexts, type Localised } from './text.ts'

/** The permission bits the bot speaks of (Discord docs: topics/permissions). Values are bit positions. */
const bits = {
  CreateInstantInvite: 0n,
  KickMembers: 1n,
  BanMembers: 2n,
  Administrator: 3n,
  ManageChannels: 4n,
  ManageGuild: 5n,
  ViewAuditLog: 7n,
  ViewChannel: 10n,
  SendMessages: 11n,
  ManageMessages: 13n,
  EmbedLinks: 14n,
  ReadMessageHistory: 16n,
  MentionEveryone: 17n,
  ManageRoles: 28n,
  ManageThreads: 34n,
  ModerateMembers: 40n,
} as const

export type Permission = keyof typeof bits

const names = defineTexts({
  en: {
    CreateInstantInvite: 'Create Invite',
    KickMembers: 'Kick Members',
    BanMembers: 'Ban Members',
    Administrator: 'Administrator',
    ManageChannels: 'Manage Channels',
    ManageGuild: 'Manage Server',
    ViewAuditLog: 'View Audit Log',
    ViewChannel: 'View Channel',
    SendMessages: 'Send Messages',
    ManageMessages: 'Manage Messages',
    EmbedLinks: 'Embed Links',
    ReadMessageHistory: 'Read Message History',
    MentionEveryone: 'Mention Everyone',
    ManageRoles: 'Manage Roles',
    ManageThreads: 'Manage Threads',
    ModerateMembers: 'Timeout Members',
  },
  de: {
    CreateInstantInvite: 'Einladung erstellen',
    KickMembers: 'Mitglieder kicken',
    BanMembers: 'Mitglieder bannen',
    Administrator: 'Administrator',
    ManageChannels: 'Kanäle verwalten',
    ManageGuild: 'Server verwalten',
    ViewAuditLog: 'Audit-Log einsehen',
    ViewChannel: 'Kanal ansehen',
    SendMessages: 'Nachrichten senden',
    ManageMessages: 'Nachrichten verwalten',
    EmbedLinks: 'Links einbetten',
    ReadMessageHistory: 'Nachrichtenverlauf lesen',
    MentionEveryone: 'Alle erwähnen',
    ManageRoles: 'Rollen verwalten',
    ManageThreads: 'Threads verwalten',
    ModerateMembers: 'Mitglieder im Timeout',
  },
  fr: {
    CreateInstantInvite: 'Créer une invitation',
    KickMembers: 'Expulser des membres',
    BanMembers: 'Bannir des membres',
    Administrator: 'Administrateur',
    ManageChannels: 'Gérer les salons',
    ManageGuild: 'Gérer le serveur',
    ViewAuditLog: 'Voir les logs du serveur',
    ViewChannel: 'Voir le salon',
    SendMessages: 'Envoyer des messages',
    ManageMessages: 'Gérer les messages',
    EmbedLinks: 'Intégrer des liens',
    ReadMessageHistory: "Voir l'historique des messages",
    MentionEveryone: 'Mentionner everyone',
    ManageRoles: 'Gérer les rôles',
    ManageThreads: 'Gérer les fils',
    ModerateMembers: 'Exclure temporairement des membres',
  },
})

export function permissionName(permission: Permission): Localised {
  return names(permission)
}

export function permissionBits(...permissions: Permission[]): bigint {
  return permissions.reduce((all, permission) => all | (1n << bits[permission]), 0n)
}

const ADMINISTRATOR = permissionBits('Administrator')

/** Administrators have every permission. */
export function hasPermission(granted: bigint, permission: Permission): boolean {
  return (granted & ADMINISTRATOR) !== 0n || (granted & (1n << bits[permission])) !== 0n
}

/** The names a missing-permission message lists, in the order asked for. */
export function missingPermissions(granted: bigint, needed: readonly Permission[]): Permission[] {
  return needed.filter((permission) => !hasPermission(granted, permission))
}

/** `A, B and C` would need a grammar per language; a plain list reads well in all of them. */
export function listPermissions(permissions: readonly Permission[]): Localised {
  return (locale) => permissions.map((permission) => permissionName(permission)(locale)).join(', ')
}
