/** Messages and modals in the API's shapes, one of every kind: for the gallery, the tests and previews. */
export { modal, secondModal } from './fixtures/modal.ts'
export { fixtureContext, fixtureNow, ids, message } from './fixtures/people.ts'
export { plainMessages } from './fixtures/plain.ts'
export { embed, richMessages } from './fixtures/rich.ts'
export { closedPoll, openPoll, systemMessages } from './fixtures/system.ts'
