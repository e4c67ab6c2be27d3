import { formatDuration } from '../../core/duration.ts'
import type { Setting } from '../../core/settings.ts'
import { defineTexts, type Localised } from '../../core/text.ts'

export const texts = defineTexts({
  en: {
    forbidden: 'Only people with the permission {permission} can see and change settings.',
    unknown: 'There is no setting `{name}` here. Choose one from the list.',
    conflict: 'Somebody else changed these settings at the same moment. Look at them, then try again.',
    nothingToUndo: 'There is no change to undo.',
    changedSince: '“{label}” was changed again since. Undo the newer change first, or set the value itself.',
    switch: '“{label}” can only be on or off.',
    number: '“{label}” must be a whole number from {least} to {most}.',
    text: '“{label}” can have {most} characters at most.',
    duration: '“{label}” must be a duration of {most} at most.',
    choice: '“{label}” must be one of: {choices}.',
    channel: '“{label}” must be a channel of this server.',
    role: '“{label}” must be a role of this server.',
    roles: '“{label}” takes {most} roles of this server at most.',
    channels: '“{label}” takes {most} channels of this server at most.',
  },
  de: {
    forbidden: 'Nur wer die Berechtigung {permission} hat, kann Einstellungen sehen und ändern.',
    unknown: 'Die Einstellung `{name}` gibt es hier nicht. Wähle eine aus der Liste.',
    conflict:
      'Jemand anderes hat diese Einstellungen im selben Moment geändert. Sieh sie dir an und versuche es noch einmal.',
    nothingToUndo: 'Es gibt keine Änderung, die man rückgängig machen könnte.',
    changedSince:
      '„{label}“ wurde seitdem noch einmal geändert. Mache zuerst die neuere Änderung rückgängig oder setze den Wert selbst.',
    switch: '„{label}“ kann nur an oder aus sein.',
    number: '„{label}“ muss eine ganze Zahl von {least} bis {most} sein.',
    text: '„{label}“ darf höchstens {most} Zeichen haben.',
    duration: '„{label}“ muss eine Dauer von höchstens {most} sein.',
    choice: '„{label}“ muss eines davon sein: {choices}.',
    channel: '„{label}“ muss ein Kanal dieses Servers sein.',
    role: '„{label}“ muss eine Rolle dieses Servers sein.',
    roles: '„{label}“ nimmt höchstens {most} Rollen dieses Servers auf.',
    channels: '„{label}“ nimmt höchstens {most} Kanäle dieses Servers auf.',
  },
  fr: {
    forbidden: 'Il faut la permission {permission} pour voir et modifier les réglages.',
    unknown: "Le réglage `{name}` n'existe pas ici. Choisis-en un dans la liste.",
    conflict: "Quelqu'un d'autre a modifié ces réglages au même moment. Regarde-les, puis réessaie.",
    nothingToUndo: "Il n'y a aucune modification à annuler.",
    changedSince:
      "« {label} » a encore été modifié depuis. Annule d'abord la modification plus récente, ou règle la valeur toi-même.",
    switch: '« {label} » ne peut être que activé ou désactivé.',
    number: '« {label} » doit être un nombre entier de {least} à {most}.',
    text: '« {label} » peut avoir {most} caractères au plus.',
    duration: '« {label} » doit être une durée de {most} au plus.',
    choice: "« {label} » doit être l'un de ces choix : {choices}.",
    channel: '« {label} » doit être un salon de ce serveur.',
    role: '« {label} » doit être un rôle de ce serveur.',
    roles: '« {label} » accepte {most} rôles de ce serveur au plus.',
    channels: '« {label} » accepte {most} salons de ce serveur au plus.',
  },
})

/** What a setting takes, for somebody who gave it something else. */
export function allowedValues({ label, control }: Setting): Localised {
  switch (control.kind) {
    case 'number':
      return texts('number', { label, least: control.least, most: control.most })
    case 'text':
      return texts('text', { label, most: control.maxLength })
    case 'duration':
      return texts('duration', { label, most: formatDuration(control.mostMs) })
    case 'choice':
      return texts('choice', { label, choices: listed(control.choices.map((choice) => choice.label)) })
    case 'roles':
      return texts('roles', { label, most: control.most })
    case 'channels':
      return texts('channels', { label, most: control.most })
    default:
      return texts(control.kind, { label })
  }
}

function listed(labels: readonly Localised[]): Localised {
  return (locale) => labels.map((label) => label(locale)).join(', ')
}
