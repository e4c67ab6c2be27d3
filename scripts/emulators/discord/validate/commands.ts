import { Locale } from 'discord-api-types/v10'
import {
  duplicates,
  filled,
  isObject,
  type Json,
  objects,
  type Path,
  type Problem,
  present,
  problem,
  text,
  tooMany,
} from './problem.ts'

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const locales = new Set<string>(Object.values(Locale))
const maxTotal = 8000
const maxPerType: Record<number, number> = { 1: 100, 2: 15, 3: 15, 4: 1 }

const chatInput = 1
const subcommand = 1
const subcommandGroup = 2
const autocompletable = new Set([3, 4, 10])

/** What Discord checks in one command beyond the schema (interactions/application-commands). */
export const commandProblems = (command: Json, path: Path = []): Problem[] => {
  const isChatInput = (command['type'] ?? chatInput) === chatInput
  const size = commandSize(command)
  return [
    ...nameProblems(command, path, isChatInput),
    ...descriptionProblems(command, path, isChatInput),
    ...(size > maxTotal
      ? [
          tooMany(path, 'APPLICATION_COMMAND_TOO_LARGE', {
            subject: 'command size',
            got: size,
            max: maxTotal,
            unit: 'characters of names, descriptions and values',
          }),
        ]
      : []),
    ...(!isChatInput && filled(command['options'])
      ? [
          problem(
            [...path, 'options'],
            'APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED',
            'Context menu commands cannot have options.',
          ),
        ]
      : []),
    ...optionsProblems(command['options'], [...path, 'options'], 0),
  ]
}

/** A whole list as in a bulk overwrite: each command, no name twice per type, and the limits per type (30032). */
export const commandListProblems = (commands: unknown): Problem[] => {
  const list = objects(commands)
  const repeated = duplicates(
    list.map(([index, command]) => ({
      key: `${command['type'] ?? chatInput}:${text(command['name'])}`,
      path: [index, 'name'],
    })),
  )
  return [
    ...list.flatMap(([index, command]) => commandProblems(command, [index])),
    ...repeated.map((path) =>
      problem(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique.'),
    ),
    ...Object.entries(maxPerType).flatMap(([type, max]) => {
      const got = list.filter(([, command]) => (command['type'] ?? chatInput) === Number(type)).length
      return got > max ? [tooMany([], '30032', { subject: `commands of type ${type}`, got, max })] : []
    }),
  ]
}

const nameProblems = (named: Json, path: Path, strict: boolean): Problem[] => {
  const bad = (name: unknown) =>
    typeof name === 'string' && name !== '' && !(namePattern.test(name) && name === name.toLowerCase())
  const localised = isObject(named['name_localizations']) ? named['name_localizations'] : {}
  const regex = (at: Path) =>
    problem(
      at,
      'STRING_TYPE_REGEX',
      'Names are 1-32 lowercase letters, digits, "-", "_" or apostrophes, without spaces.',
    )
  return [
    ...(strict && bad(named['name']) ? [regex([...path, 'name'])] : []),
    ...Object.entries(localised).flatMap(([locale, name]) =>
      strict && bad(name) ? [regex([...path, 'name_localizations', locale])] : [],
    ),
    ...localeProblems(named, path),
  ]
}

const localeProblems = (named: Json, path: Path): Problem[] =>
  ['name_localizations', 'description_localizations'].flatMap((key) =>
    Object.keys(isObject(named[key]) ? named[key] : {})
      .filter((locale) => !locales.has(locale))
      .map((locale) => problem([...path, key, locale], 'BASE_TYPE_CHOICES', `"${locale}" is not a locale of Discord.`)),
  )

const descriptionProblems = (command: Json, path: Path, isChatInput: boolean): Problem[] => {
  if (!isChatInput)
    return filled(command['description'])
      ? [
          problem(
            [...path, 'description'],
            'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
            'Context menu commands cannot have a description.',
          ),
        ]
      : []
  return filled(command['description'])
    ? []
    : [problem([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required.')]
}

const optionsProblems = (options: unknown, path: Path, depth: number): Problem[] => {
  const list = objects(options)
  const repeated = duplicates(list.map(([index, option]) => ({ key: option['name'], path: [...path, index, 'name'] })))
  return [
    ...repeated.map((at) =>
      problem(at, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists in options.'),
    ),
    ...requiredFirst(list, path),
    ...mixedProblems(list, path),
    ...list.flatMap(([index, option]) => optionProblems(option, [...path, index], depth)),
  ]
}

const requiredFirst = (list: [number, Json][], path: Path): Problem[] => {
  const firstOptional = list.findIndex(([, option]) => !isNested(option) && option['required'] !== true)
  if (firstOptional === -1) return []
  return list
    .slice(firstOptional)
    .filter(([, option]) => option['required'] === true)
    .map(([index]) =>
      problem(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options.',
      ),
    )
}

const isNested = (option: Json): boolean => option['type'] === subcommand || option['type'] === subcommandGroup

const mixedProblems = (list: [number, Json][], path: Path): Problem[] => {
  const nested = list.filter(([, option]) => isNested(option)).length
  return nested > 0 && nested < list.length
    ? [
        problem(
          path,
          'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
          'Sub-command and sub-command group option types are mutually exclusive to all other types.',
        ),
      ]
    : []
}

const optionProblems = (option: Json, path: Path, depth: number): Problem[] => {
  const nestedTooDeep =
    (option['type'] === subcommandGroup && depth > 0) || (option['type'] === subcommand && depth > 1)
  return [
    ...nameProblems(option, path, true),
    ...(nestedTooDeep
      ? [
          problem(
            [...path, 'type'],
            'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
            'Commands nest as command > group > sub-command only.',
          ),
        ]
      : []),
    ...choiceProblems(option, path),
    ...rangeProblems(option, path),
    ...optionsProblems(option['options'], [...path, 'options'], depth + 1),
  ]
}

const choiceProblems = (option: Json, path: Path): Problem[] => {
  const choices = objects(option['choices'])
  const at: Path = [...path, 'choices']
  const repeated = duplicates(choices.map(([index, choice]) => ({ key: choice['name'], path: [...at, index, 'name'] })))
  return [
    ...(option['autocomplete'] === true && choices.length > 0
      ? [
          problem(
            [...path, 'autocomplete'],
            'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
            'Autocomplete and choices exclude each other.',
          ),
        ]
      : []),
    ...(option['autocomplete'] === true && !autocompletable.has(Number(option['type']))
      ? [
          problem(
            [...path, 'autocomplete'],
            'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_TYPE',
            'Only string, integer and number options can autocomplete.',
          ),
        ]
      : []),
    ...repeated.map((path) =>
      problem(path, 'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS', 'Option choice name already exists.'),
    ),
    ...choices.flatMap(([index, choice]) => choiceValueProblems(choice, [...at, index])),
  ]
}

/** Also used for autocomplete results: a name of 1-100 and a string value of at most 100 characters. */
export const choiceValueProblems = (choice: Json, path: Path): Problem[] => {
  const length = text(choice['value']).length
  return [
    ...(length > 100
      ? [
          tooMany([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', {
            subject: 'choice value',
            got: length,
            max: 100,
            unit: 'in length',
          }),
        ]
      : []),
    ...localeProblems(choice, path),
  ]
}

const rangeProblems = (option: Json, path: Path): Problem[] =>
  (
    [
      ['min_value', 'max_value'],
      ['min_length', 'max_length'],
    ] as const
  ).flatMap(([low, high]) => {
    const min = option[low]
    const max = option[high]
    return typeof min === 'number' && typeof max === 'number' && min > max
      ? [
          problem(
            [...path, low],
            'APPLICATION_COMMAND_OPTIONS_RANGE_INVALID',
            `${low} ${min} is greater than ${high} ${max}.`,
          ),
        ]
      : []
  })

const longest = (value: unknown, localised: unknown): number =>
  Math.max(
    text(value).length,
    ...Object.values(isObject(localised) ? localised : {}).map((entry) => text(entry).length),
  )

/** Names, descriptions and values; of each localised field only the longest text counts. */
const commandSize = (node: Json): number => {
  const own =
    longest(node['name'], node['name_localizations']) + longest(node['description'], node['description_localizations'])
  const value = present(node['value']) ? String(node['value']).length : 0
  const nested = [...objects(node['options']), ...objects(node['choices'])].reduce(
    (sum, [, child]) => sum + commandSize(child),
    0,
  )
  return own + value + nested
}
