import { defineTexts } from '../../core/text.ts'

export const texts = defineTexts({
  en: {
    notWritten: 'The case could not be written. Nothing was done; please try again.',
    notFound: 'There is no case #{number} on this server.',
    isDeleted: 'Case #{number} was deleted, so it cannot be changed.',
    tooMuchEvidence: 'Case #{number} already has {most} links. Add the rest to its reason.',
  },
  de: {
    notWritten: 'Der Fall konnte nicht geschrieben werden. Es ist nichts passiert; versuche es bitte noch einmal.',
    notFound: 'Auf diesem Server gibt es keinen Fall #{number}.',
    isDeleted: 'Fall #{number} wurde gelöscht und lässt sich nicht mehr ändern.',
    tooMuchEvidence: 'Fall #{number} hat schon {most} Links. Schreibe den Rest in die Begründung.',
  },
  fr: {
    notWritten: "Le dossier n'a pas pu être écrit. Rien n'a été fait ; réessaie.",
    notFound: "Il n'y a pas de dossier #{number} sur ce serveur.",
    isDeleted: 'Le dossier #{number} a été supprimé, on ne peut plus le modifier.',
    tooMuchEvidence: 'Le dossier #{number} a déjà {most} liens. Ajoute le reste à sa raison.',
  },
})
