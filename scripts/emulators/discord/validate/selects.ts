import { componentType } from './component-types.ts'
import { duplicates, type Json, objects, type Path, type Problem, problem } from './problem.ts'

/** Counts, options and defaults of any select; shared with modals. */
export const selectProblems = (select: Json, path: Path): Problem[] => {
  const min = typeof select['min_values'] === 'number' ? select['min_values'] : 1
  const max = typeof select['max_values'] === 'number' ? select['max_values'] : 1
  return [
    ...(min > max
      ? [
          problem(
            [...path, 'min_values'],
            'SELECT_COMPONENT_MIN_VALUES_TOO_LARGE',
            `min_values ${min} is greater than max_values ${max}.`,
          ),
        ]
      : []),
    ...(select['type'] === componentType.stringSelect
      ? optionProblems(select['options'], { path, max })
      : defaultProblems(select['default_values'], { path, min, max })),
  ]
}

export const optionProblems = (options: unknown, limits: { path: Path; max: number }): Problem[] => {
  const list = objects(options)
  const at: Path = [...limits.path, 'options']
  const repeated = duplicates(list.map(([index, option]) => ({ key: option['value'], path: [...at, index, 'value'] })))
  const defaults = list.filter(([, option]) => option['default'] === true).length
  return [
    ...repeated.map((path) =>
      problem(path, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used.'),
    ),
    ...(list.length > 0 && limits.max > list.length
      ? [
          problem(
            [...limits.path, 'max_values'],
            'SELECT_COMPONENT_MAX_VALUES_TOO_LARGE',
            `max_values ${limits.max} is greater than the number of options ${list.length}.`,
          ),
        ]
      : []),
    ...(defaults > limits.max
      ? [
          problem(
            at,
            'SELECT_COMPONENT_TOO_MANY_DEFAULTS',
            `${defaults} options are default, but max_values is ${limits.max}.`,
          ),
        ]
      : []),
  ]
}

const defaultProblems = (defaults: unknown, limits: { path: Path; min: number; max: number }): Problem[] => {
  const count = Array.isArray(defaults) ? defaults.length : 0
  const wrong = count > 0 && (count < limits.min || count > limits.max)
  return wrong
    ? [
        problem(
          [...limits.path, 'default_values'],
          'SELECT_COMPONENT_INVALID_DEFAULT_VALUES',
          `${count} default values, but between ${limits.min} and ${limits.max} are allowed.`,
        ),
      ]
    : []
}
