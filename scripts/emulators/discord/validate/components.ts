import { componentType, isSelect } from './component-types.ts'
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
import { selectProblems } from './selects.ts'

const maxComponents = 40
const maxRows = 5
const maxText = 4000

export interface Placed {
  component: Json
  path: Path
}

/** Every component beneath a list, parents first, with its path. */
export const walk = (list: unknown, path: Path): Placed[] =>
  objects(list).flatMap(([index, component]) => walkOne(component, [...path, index]))

const walkOne = (component: Json, path: Path): Placed[] => [
  { component, path },
  ...walk(component['components'], [...path, 'components']),
  ...(isObject(component['accessory']) ? walkOne(component['accessory'], [...path, 'accessory']) : []),
  ...(isObject(component['component']) ? walkOne(component['component'], [...path, 'component']) : []),
]

/** True for a list that only a message with the flag IS_COMPONENTS_V2 may carry. */
export const needsV2 = (list: unknown): boolean =>
  objects(list).some(
    ([, component]) => typeof component['type'] === 'number' && component['type'] !== componentType.actionRow,
  )

/**
 * What Discord checks beyond the schema: totals, unique ids, and the rules of each kind (components/reference).
 * `v2` undefined means that the message's own flag is not known (an edit without flags).
 */
export const messageComponentProblems = (list: unknown, path: Path, v2: boolean | undefined): Problem[] => {
  const all = walk(list, path)
  return [
    ...(v2 === false ? legacyProblems(list, path) : totalProblems(all, path)),
    ...uniqueProblems(all),
    ...all.flatMap(({ component, path: at }) => kindProblems(component, at)),
  ]
}

const legacyProblems = (list: unknown, path: Path): Problem[] => {
  const rows = objects(list)
  const wrong = rows.filter(([, row]) => row['type'] !== componentType.actionRow)
  return [
    ...wrong.map(([index]) =>
      problem(
        [...path, index, 'type'],
        'UNION_TYPE_CHOICES',
        'Value of field "type" must be one of {1}: other top-level components need the flag IS_COMPONENTS_V2 (32768).',
      ),
    ),
    ...(rows.length > maxRows
      ? [tooMany(path, 'BASE_TYPE_BAD_LENGTH', { subject: 'action rows', got: rows.length, max: maxRows })]
      : []),
  ]
}

const totalProblems = (all: Placed[], path: Path): Problem[] => {
  const characters = all.reduce(
    (sum, { component }) =>
      sum + (component['type'] === componentType.textDisplay ? text(component['content']).length : 0),
    0,
  )
  return [
    ...(all.length > maxComponents
      ? [
          tooMany(path, 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', {
            subject: 'components (nested ones count)',
            got: all.length,
            max: maxComponents,
          }),
        ]
      : []),
    ...(characters > maxText
      ? [
          tooMany(path, 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', {
            subject: 'text of all text displays',
            got: characters,
            max: maxText,
            unit: 'in length',
          }),
        ]
      : []),
  ]
}

export const uniqueProblems = (all: Placed[]): Problem[] => {
  const customIds = duplicates(
    all.map(({ component, path }) => ({
      key: text(component['custom_id']) || undefined,
      path: [...path, 'custom_id'],
    })),
  )
  const ids = duplicates(
    all.map(({ component, path }) => ({
      key: component['id'] === 0 ? undefined : (component['id'] ?? undefined),
      path: [...path, 'id'],
    })),
  )
  return [
    ...customIds.map((at) =>
      problem(at, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated.'),
    ),
    ...ids.map((at) => problem(at, 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated.')),
  ]
}

const kindProblems = (component: Json, path: Path): Problem[] => {
  switch (component['type']) {
    case componentType.actionRow:
      return rowProblems(component, path)
    case componentType.button:
      return buttonProblems(component, path)
    case componentType.file:
      return fileProblems(component, path)
    case componentType.thumbnail:
      return mediaProblems(component['media'], [...path, 'media'])
    case componentType.mediaGallery:
      return galleryProblems(component['items'], [...path, 'items'])
    default:
      return isSelect(component['type']) ? selectProblems(component, path) : []
  }
}

const rowProblems = (row: Json, path: Path): Problem[] => {
  const children = objects(row['components'])
  const selects = children.filter(([, child]) => isSelect(child['type']))
  const tooWide = selects.length > 0 && children.length > 1
  return tooWide
    ? [
        problem(
          [...path, 'components'],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'An action row holds up to five buttons or exactly one select.',
        ),
      ]
    : []
}

const linkStyle = 5
const premiumStyle = 6

const buttonProblems = (button: Json, path: Path): Problem[] => {
  if (button['style'] === linkStyle) return linkProblems(button, path)
  if (button['style'] === premiumStyle) return premiumProblems(button, path)
  return [
    ...(filled(button['custom_id'])
      ? []
      : [
          problem(
            [...path, 'custom_id'],
            'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
            'A custom id is required for a button of this style.',
          ),
        ]),
    ...forbidden(button, path, ['url', 'sku_id']),
    ...unlabelled(button, path),
  ]
}

const linkProblems = (button: Json, path: Path): Problem[] => [
  ...(filled(button['url'])
    ? mediaScheme(button['url'], [...path, 'url'], ['http:', 'https:', 'discord:'])
    : [problem([...path, 'url'], 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required for a link button.')]),
  ...forbidden(button, path, ['custom_id', 'sku_id']),
  ...unlabelled(button, path),
]

const premiumProblems = (button: Json, path: Path): Problem[] => [
  ...(filled(button['sku_id'])
    ? []
    : [problem([...path, 'sku_id'], 'BUTTON_COMPONENT_SKU_ID_REQUIRED', 'A sku id is required for a premium button.')]),
  ...forbidden(button, path, ['custom_id', 'label', 'url', 'emoji']),
]

const forbidden = (component: Json, path: Path, keys: string[]): Problem[] =>
  keys
    .filter((key) => present(component[key]))
    .map((key) =>
      problem([...path, key], 'COMPONENT_FIELD_NOT_ALLOWED', `A button of this style cannot have "${key}".`),
    )

const unlabelled = (button: Json, path: Path): Problem[] =>
  filled(button['label']) || isObject(button['emoji'])
    ? []
    : [problem(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button needs a label or an emoji.')]

const fileProblems = (component: Json, path: Path): Problem[] =>
  isObject(component['file']) ? mediaScheme(component['file']['url'], [...path, 'file', 'url'], ['attachment:']) : []

const galleryProblems = (items: unknown, path: Path): Problem[] =>
  objects(items).flatMap(([index, item]) => mediaProblems(item['media'], [...path, index, 'media']))

const mediaProblems = (media: unknown, path: Path): Problem[] =>
  isObject(media) ? mediaScheme(media['url'], [...path, 'url'], ['http:', 'https:', 'attachment:']) : []

export const mediaScheme = (url: unknown, path: Path, schemes: string[]): Problem[] => {
  if (typeof url !== 'string' || !URL.canParse(url)) return []
  const { protocol } = new URL(url)
  const allowed = schemes.map((scheme) => scheme.slice(0, -1)).join(', ')
  return schemes.includes(protocol)
    ? []
    : [problem(path, 'URL_TYPE_INVALID_SCHEME', `Scheme "${protocol.slice(0, -1)}" must be one of (${allowed}).`)]
}
