import { messageProblems } from './messages.ts'
import { duplicates, isObject, type Json, objects, type Path, type Problem, problem, text, tooMany } from './problem.ts'

const maxTag = 20

/** A thread to start: a forum post carries its first message, other threads a type (resources/channel). */
export const threadProblems = (body: Json): Problem[] => {
  const message = body['message']
  return isObject(message) ? messageProblems(message, { path: ['message'], kind: 'create' }) : []
}

/** Rules for creating or changing a channel: forum tags and overwrites (resources/channel). */
export const channelProblems = (body: Json): Problem[] => {
  const tags = objects(body['available_tags'])
  const names = duplicates(tags.map(([index, tag]) => ({ key: tag['name'], path: ['available_tags', index, 'name'] })))
  return [
    ...names.map((path) => problem(path, '40061', 'Tag names must be unique.')),
    ...tags.flatMap(([index, tag]) => tagProblems(tag, ['available_tags', index])),
    ...overwriteProblems(body['permission_overwrites']),
  ]
}

const tagProblems = (tag: Json, path: Path): Problem[] => {
  const length = text(tag['name']).length
  return length > maxTag
    ? [
        tooMany([...path, 'name'], 'BASE_TYPE_MAX_LENGTH', {
          subject: 'tag name',
          got: length,
          max: maxTag,
          unit: 'in length',
        }),
      ]
    : []
}

const overwriteProblems = (overwrites: unknown): Problem[] =>
  duplicates(
    objects(overwrites).map(([index, entry]) => ({ key: entry['id'], path: ['permission_overwrites', index, 'id'] })),
  ).map((path) => problem(path, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The overwrites contain this id already.'))

/** 2-100 ids (50016), none twice. Their age needs the clock, so the route itself checks it. */
export const bulkDeleteProblems = (body: Json): Problem[] => {
  const ids: unknown[] = Array.isArray(body['messages']) ? body['messages'] : []
  if (ids.length < 2 || ids.length > 100)
    return [problem(['messages'], '50016', `${ids.length} messages, but bulk delete takes between 2 and 100.`)]
  return duplicates(ids.map((key, index) => ({ key, path: ['messages', index] }))).map((path) =>
    problem(path, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The list contains this message already.'),
  )
}

/** Discord refuses webhook names with "clyde" or "discord" (resources/webhook). */
export const webhookNameProblems = (body: Json, key: 'name' | 'username'): Problem[] => {
  const word = ['clyde', 'discord'].find((part) => text(body[key]).toLowerCase().includes(part))
  return word === undefined ? [] : [problem([key], 'USERNAME_INVALID_CONTAINS', `Username cannot contain "${word}".`)]
}
