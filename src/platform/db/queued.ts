import type { Database } from '../../core/db.ts'
import { AppError } from '../../core/errors.ts'
import { defineTexts } from '../../core/text.ts'
import { createQueue, type QueueOptions } from './queue.ts'

const texts = defineTexts({
  en: { crowded: 'The database has more to do than it can at the moment. Nothing was changed. Please try again.' },
  de: {
    crowded:
      'Die Datenbank hat gerade mehr zu tun, als sie schafft. Es wurde nichts geändert. Versuche es noch einmal.',
  },
  fr: { crowded: "La base de données est débordée en ce moment. Rien n'a été modifié. Réessaie." },
})

/**
 * The same database with a line in front of it (see `createQueue`). What a transaction waits there does not count
 * towards its timeout. Throws `AppError('unavailable')` for one that was never sent.
 */
export function withQueue(database: Database, options: QueueOptions): Database {
  const queue = createQueue(options)
  return {
    sql: database.sql,
    async transaction(role, statements, given) {
      const leave = await queue.enter()
      if (leave === undefined) throw new AppError('unavailable', texts('crowded'))
      let answered = true
      try {
        return await database.transaction(role, statements, given)
      } catch (error) {
        answered = !(error instanceof AppError && (error.code === 'unavailable' || error.code === 'uncertain'))
        throw error
      } finally {
        leave(answered)
      }
    },
  }
}
