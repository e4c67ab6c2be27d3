import type { DiscordReaction } from './discord-reactions.ts'
import { defineTexts, type Localised } from './text.ts'

/** Every text says what failed, why, and what to do; `{code}` lets an operator look it up. */
export const discordTexts = defineTexts({
  en: {
    gone: 'That no longer exists on Discord, so there was nothing to change. (Discord {code})',
    memberGone: 'That person is no longer on this server or the account was deleted. (Discord {code})',
    noAccess:
      'Discord did not let me do that here. Check my permissions in this channel and the place of my role. (Discord {code})',
    dmClosed: 'I cannot write to this person: they take no direct messages from me. (Discord {code})',
    expired: 'Too late: this is no longer valid. Run the command again. (Discord {code})',
    alreadyAnswered: 'That was already done, so there is nothing left to do. (Discord {code})',
    retryLater:
      'Discord does not take this right now because it is too much at once. Try again in a minute. (Discord {code})',
    limit:
      'Discord has a limit here and it is reached. Remove something old or ask for less, then try again. (Discord {code})',
    filtered:
      'A filter of Discord or of this server blocked the text. Change the wording and try again. (Discord {code})',
    bug: 'Discord did not understand my request. That is a fault in the bot: tell the people who run it this number. (Discord {code})',
    tokenDead: 'Discord no longer accepts this bot. The people who run it have to set a new token. (Discord {code})',
    unknown:
      'Discord refused for a reason that I do not know. Tell the people who run the bot this number. (Discord {code})',
    missingAccess: 'I cannot see this channel. Give my role View Channel there, then try again. (Discord {code})',
    missingPermission:
      'I am missing a permission, or my highest role is not above that person or role. Move my role up in the server settings or grant the permission, then try again. (Discord {code})',
    unknownBan: 'This person is not banned, so there was nothing to lift. (Discord {code})',
    bulkBanFailed:
      'Discord banned none of them: they may be banned already or have a higher role than I have. (Discord {code})',
    tooOld: 'Discord deletes messages older than two weeks one by one only. Choose newer ones. (Discord {code})',
    bansUsedUp:
      'Discord allows no further bans of people who are not on the server for now. Try again tomorrow. (Discord {code})',
    twoFactor:
      'This server asks for two-factor authentication. The owner of the bot has to switch it on for their Discord account. (Discord {code})',
    owner: 'That is the owner of the server; nobody can do this to them. (Discord {code})',
    overwrites:
      'This channel has 1,000 permission entries, the most Discord allows. Remove some, then try again. (Discord {code})',
    archived: 'This thread is archived. Open it again, then try once more. (Discord {code})',
    slowmode: 'Slow mode is on in this channel. Try again in a moment. (Discord {code})',
  },
  de: {
    gone: 'Das gibt es auf Discord nicht mehr, also war nichts zu ändern. (Discord {code})',
    memberGone: 'Diese Person ist nicht mehr auf dem Server, oder das Konto wurde gelöscht. (Discord {code})',
    noAccess:
      'Discord hat mir das hier nicht erlaubt. Prüfe meine Berechtigungen in diesem Kanal und den Platz meiner Rolle. (Discord {code})',
    dmClosed: 'Ich kann dieser Person nicht schreiben: Sie nimmt keine Direktnachrichten von mir an. (Discord {code})',
    expired: 'Zu spät: Das gilt nicht mehr. Rufe den Befehl noch einmal auf. (Discord {code})',
    alreadyAnswered: 'Das ist schon geschehen, es bleibt nichts zu tun. (Discord {code})',
    retryLater:
      'Discord nimmt das gerade nicht an, weil es zu viel auf einmal ist. Versuche es in einer Minute noch einmal. (Discord {code})',
    limit:
      'Discord hat hier eine Grenze, und sie ist erreicht. Entferne etwas Altes oder verlange weniger, dann versuche es noch einmal. (Discord {code})',
    filtered:
      'Ein Filter von Discord oder von diesem Server hat den Text blockiert. Formuliere ihn anders und versuche es noch einmal. (Discord {code})',
    bug: 'Discord hat meine Anfrage nicht verstanden. Das ist ein Fehler im Bot: Nenne den Betreibern diese Nummer. (Discord {code})',
    tokenDead: 'Discord nimmt diesen Bot nicht mehr an. Die Betreiber müssen ein neues Token setzen. (Discord {code})',
    unknown:
      'Discord hat aus einem mir unbekannten Grund abgelehnt. Nenne den Betreibern diese Nummer. (Discord {code})',
    missingAccess:
      'Ich sehe diesen Kanal nicht. Gib meiner Rolle dort „Kanal ansehen“, dann versuche es noch einmal. (Discord {code})',
    missingPermission:
      'Mir fehlt eine Berechtigung, oder meine höchste Rolle steht nicht über dieser Person oder Rolle. Schiebe meine Rolle in den Servereinstellungen nach oben oder gib mir die Berechtigung, dann versuche es noch einmal. (Discord {code})',
    unknownBan: 'Diese Person ist nicht gebannt, also war nichts aufzuheben. (Discord {code})',
    bulkBanFailed:
      'Discord hat niemanden davon gebannt: Vielleicht sind sie es schon oder haben eine höhere Rolle als ich. (Discord {code})',
    tooOld: 'Nachrichten, die älter als zwei Wochen sind, löscht Discord nur einzeln. Wähle neuere. (Discord {code})',
    bansUsedUp:
      'Discord erlaubt vorerst keine weiteren Banns von Personen, die nicht auf dem Server sind. Versuche es morgen noch einmal. (Discord {code})',
    twoFactor:
      'Dieser Server verlangt Zwei-Faktor-Authentifizierung. Wem der Bot gehört, muss sie im eigenen Discord-Konto einschalten. (Discord {code})',
    owner: 'Das ist die Person, der der Server gehört; mit ihr kann das niemand tun. (Discord {code})',
    overwrites:
      'Dieser Kanal hat 1.000 Berechtigungseinträge, mehr erlaubt Discord nicht. Entferne einige, dann versuche es noch einmal. (Discord {code})',
    archived: 'Dieser Thread ist archiviert. Öffne ihn wieder, dann versuche es noch einmal. (Discord {code})',
    slowmode: 'In diesem Kanal gilt der Slowmode. Versuche es gleich noch einmal. (Discord {code})',
  },
  fr: {
    gone: "Cela n'existe plus sur Discord, il n'y avait donc rien à changer. (Discord {code})",
    memberGone: "Cette personne n'est plus sur ce serveur ou son compte a été supprimé. (Discord {code})",
    noAccess:
      "Discord ne m'a pas laissé faire cela ici. Vérifie mes permissions dans ce salon et la place de mon rôle. (Discord {code})",
    dmClosed: "Je ne peux pas écrire à cette personne : elle n'accepte pas mes messages privés. (Discord {code})",
    expired: "Trop tard : ce n'est plus valable. Relance la commande. (Discord {code})",
    alreadyAnswered: "C'est déjà fait, il ne reste rien à faire. (Discord {code})",
    retryLater:
      "Discord n'accepte pas cela pour l'instant, car il y en a trop à la fois. Réessaie dans une minute. (Discord {code})",
    limit:
      "Discord fixe une limite ici et elle est atteinte. Supprime quelque chose d'ancien ou demande moins, puis réessaie. (Discord {code})",
    filtered: 'Un filtre de Discord ou de ce serveur a bloqué le texte. Reformule-le et réessaie. (Discord {code})',
    bug: "Discord n'a pas compris ma requête. C'est une erreur du bot : donne ce numéro à ceux qui le gèrent. (Discord {code})",
    tokenDead: "Discord n'accepte plus ce bot. Ceux qui le gèrent doivent définir un nouveau jeton. (Discord {code})",
    unknown:
      'Discord a refusé pour une raison que je ne connais pas. Donne ce numéro à ceux qui gèrent le bot. (Discord {code})',
    missingAccess: 'Je ne vois pas ce salon. Accorde « Voir le salon » à mon rôle, puis réessaie. (Discord {code})',
    missingPermission:
      "Il me manque une permission, ou mon rôle le plus haut n'est pas au-dessus de cette personne ou de ce rôle. Monte mon rôle dans les paramètres du serveur ou accorde la permission, puis réessaie. (Discord {code})",
    unknownBan: "Cette personne n'est pas bannie, il n'y avait donc rien à lever. (Discord {code})",
    bulkBanFailed:
      "Discord n'a banni personne : ils le sont peut-être déjà ou ont un rôle plus haut que le mien. (Discord {code})",
    tooOld:
      'Discord ne supprime les messages de plus de deux semaines que un par un. Choisis-en de plus récents. (Discord {code})',
    bansUsedUp:
      "Discord n'autorise plus pour l'instant de bannir des personnes absentes du serveur. Réessaie demain. (Discord {code})",
    twoFactor:
      "Ce serveur exige l'authentification à deux facteurs. La personne à qui appartient le bot doit l'activer sur son compte Discord. (Discord {code})",
    owner: "C'est la personne à qui appartient le serveur ; nul ne peut lui faire cela. (Discord {code})",
    overwrites:
      'Ce salon a 1 000 entrées de permissions, le maximum de Discord. Supprimes-en, puis réessaie. (Discord {code})',
    archived: 'Ce fil est archivé. Rouvre-le, puis réessaie. (Discord {code})',
    slowmode: 'Le mode lent est actif dans ce salon. Réessaie dans un instant. (Discord {code})',
  },
})

type Explain = (code: string | number) => Localised

/** For codes without words of their own. */
export const reactionTexts: Readonly<Record<DiscordReaction, Explain>> = {
  gone: (code) => discordTexts('gone', { code }),
  'member-gone': (code) => discordTexts('memberGone', { code }),
  'no-access': (code) => discordTexts('noAccess', { code }),
  'dm-closed': (code) => discordTexts('dmClosed', { code }),
  expired: (code) => discordTexts('expired', { code }),
  'already-answered': (code) => discordTexts('alreadyAnswered', { code }),
  'retry-later': (code) => discordTexts('retryLater', { code }),
  limit: (code) => discordTexts('limit', { code }),
  filtered: (code) => discordTexts('filtered', { code }),
  bug: (code) => discordTexts('bug', { code }),
  'token-dead': (code) => discordTexts('tokenDead', { code }),
  unknown: (code) => discordTexts('unknown', { code }),
}

/** Codes whose cause is known well enough to say exactly what to do. */
export const textsByCode: ReadonlyMap<number, Explain> = new Map<number, Explain>([
  [10026, (code) => discordTexts('unknownBan', { code })],
  [20016, (code) => discordTexts('slowmode', { code })],
  [30035, (code) => discordTexts('bansUsedUp', { code })],
  [30060, (code) => discordTexts('overwrites', { code })],
  [50001, (code) => discordTexts('missingAccess', { code })],
  [50013, (code) => discordTexts('missingPermission', { code })],
  [50034, (code) => discordTexts('tooOld', { code })],
  [50083, (code) => discordTexts('archived', { code })],
  [50131, (code) => discordTexts('owner', { code })],
  [50132, (code) => discordTexts('owner', { code })],
  [60003, (code) => discordTexts('twoFactor', { code })],
  [500000, (code) => discordTexts('bulkBanFailed', { code })],
])
