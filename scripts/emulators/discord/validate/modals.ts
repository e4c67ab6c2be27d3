import { componentType, isSelect } from './component-types.ts'
import { type Placed, uniqueProblems, walk } from './components.ts'
import { filled, type Json, objects, type Path, type Problem, problem, text, tooMany } from './problem.ts'
import { optionProblems, selectProblems } from './selects.ts'

const maxTopLevel = 5

/** The rules of a modal beyond the schema: 1-5 top-level components, labels, required and minimum counts (components/reference). */
export const modalProblems = (modal: Json, path: Path): Problem[] => {
  const list = modal['components']
  const count = objects(list).length
  const all = walk(list, [...path, 'components'])
  return [
    ...(count > maxTopLevel
      ? [
          tooMany([...path, 'components'], 'BASE_TYPE_BAD_LENGTH', {
            subject: 'modal components',
            got: count,
            max: maxTopLevel,
          }),
        ]
      : []),
    ...uniqueProblems(all),
    ...all.flatMap((placed) => fieldProblems(placed)),
  ]
}

const fieldProblems = ({ component, path }: Placed): Problem[] => {
  const type = component['type']
  if (type === componentType.textInput) return textInputProblems(component, path)
  if (isSelect(type)) return [...modalSelectProblems(component, path), ...selectProblems(component, path)]
  if (type === componentType.fileUpload || type === componentType.checkboxGroup) return groupProblems(component, path)
  if (type === componentType.radioGroup) return optionProblems(component['options'], { path, max: 1 })
  return []
}

const textInputProblems = (input: Json, path: Path): Problem[] => {
  const inLabel = path.at(-1) === 'component'
  const min = typeof input['min_length'] === 'number' ? input['min_length'] : 0
  const max = typeof input['max_length'] === 'number' ? input['max_length'] : 4000
  const length = text(input['value']).length
  return [
    ...(inLabel && filled(input['label'])
      ? [
          problem(
            [...path, 'label'],
            'COMPONENT_FIELD_NOT_ALLOWED',
            'A text input inside a label cannot have a "label" of its own.',
          ),
        ]
      : []),
    ...(!inLabel && !filled(input['label'])
      ? [problem([...path, 'label'], 'BASE_TYPE_REQUIRED', 'This field is required.')]
      : []),
    ...(min > max
      ? [
          problem(
            [...path, 'min_length'],
            'TEXT_INPUT_MIN_LENGTH_TOO_LARGE',
            `min_length ${min} is greater than max_length ${max}.`,
          ),
        ]
      : []),
    ...(length > max
      ? [
          tooMany([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', {
            subject: 'modal value',
            got: length,
            max,
            unit: 'in length',
          }),
        ]
      : []),
  ]
}

const modalSelectProblems = (select: Json, path: Path): Problem[] => [
  ...(select['disabled'] === true
    ? [problem([...path, 'disabled'], 'COMPONENT_FIELD_NOT_ALLOWED', 'A select in a modal cannot be disabled.')]
    : []),
  ...requiredProblems(select, path),
]

const groupProblems = (group: Json, path: Path): Problem[] => {
  const options = objects(group['options']).length
  const fallback = group['type'] === componentType.checkboxGroup ? options : 1
  const max = typeof group['max_values'] === 'number' ? group['max_values'] : fallback
  return [
    ...requiredProblems(group, path),
    ...(typeof group['min_values'] === 'number' && group['min_values'] > max
      ? [
          problem(
            [...path, 'min_values'],
            'SELECT_COMPONENT_MIN_VALUES_TOO_LARGE',
            `min_values ${group['min_values']} is greater than max_values ${max}.`,
          ),
        ]
      : []),
    ...optionProblems(group['options'], { path, max }),
  ]
}

const requiredProblems = (component: Json, path: Path): Problem[] =>
  component['min_values'] === 0 && component['required'] !== false
    ? [
        problem(
          [...path, 'min_values'],
          'COMPONENT_REQUIRED_MIN_VALUES',
          'min_values must be at least 1 unless "required" is false.',
        ),
      ]
    : []
