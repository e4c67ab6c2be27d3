import { ComponentType, TextInputStyle } from 'discord-api-types/v10'
import { describe, expect, it } from 'vitest'
import { modal, secondModal } from '../fixtures.ts'
import { type FieldValue, inputsOf, type ModalInput, presetsOf } from './fields.ts'
import { submittedFields, validateFields } from './validate.ts'

const textInput = { type: ComponentType.TextInput, custom_id: 'x', style: TextInputStyle.Short } as const
const options = ['a', 'b', 'c'].map((value) => ({ value, label: value }))
const select = { type: ComponentType.StringSelect, custom_id: 'x', options, min_values: 2, max_values: 2 } as const
const upload = { type: ComponentType.FileUpload, custom_id: 'x', max_values: 2 } as const
const group = { type: ComponentType.CheckboxGroup, custom_id: 'x', options } as const

const required = 'This field is required'

const cases: [string, ModalInput, FieldValue, string | undefined][] = [
  ['an empty required text', textInput, '', required],
  ['an empty optional text, whatever its minimum', { ...textInput, required: false, min_length: 5 }, '', undefined],
  ['a text that is too short', { ...textInput, min_length: 3 }, 'ab', 'Must be 3 characters or more in length'],
  ['a text of just enough characters', { ...textInput, min_length: 3 }, 'abc', undefined],
  ['a text that is too long', { ...textInput, max_length: 1 }, 'ab', 'Must be 1 character or fewer in length'],
  ['a text beyond what any input takes', textInput, 'a'.repeat(4001), 'Must be 4000 characters or fewer in length'],
  ['nothing chosen', { ...select, options }, [], required],
  ['nothing chosen where nothing need be', { ...select, options, required: false }, [], undefined],
  ['too few values', { ...select, options }, ['a'], 'Choose 2 values or more'],
  ['too many values', { ...select, options }, ['a', 'b', 'c'], 'Choose 2 values or fewer'],
  ['the right number of values', { ...select, options }, ['a', 'c'], undefined],
  ['a radio group without a choice', { type: ComponentType.RadioGroup, custom_id: 'x', options }, [], required],
  ['all boxes of a group', group, ['a', 'b', 'c'], undefined],
  ['more boxes than allowed', { ...group, max_values: 1 }, ['a', 'b'], 'Choose 1 value or fewer'],
  ['a lone check box that is not ticked', { type: ComponentType.Checkbox, custom_id: 'x' }, false, undefined],
  ['a missing file', upload, [], required],
  ['too many files', upload, ['a', 'b', 'c'], 'Choose 2 files or fewer'],
  ['files of the kinds asked for', { ...upload, file_types: ['image', '.pdf'] }, ['a.PNG', 'b.Pdf'], undefined],
  [
    'a file of another kind',
    { ...upload, file_types: ['image'] },
    ['a.txt'],
    'a.txt is not of the kind asked for (image)',
  ],
]

describe('validateFields', () => {
  it.each(cases)('judges %s', (_name, input, value, problem) => {
    expect(validateFields([input], { x: value })).toEqual(problem === undefined ? {} : { x: problem })
  })

  it('holds a field that was never filled in to be empty', () => {
    expect(validateFields([textInput], {})).toEqual({ x: required })
  })
})

describe('the fields of a modal', () => {
  it('are found in labels and in action rows', () => {
    expect(inputsOf(modal.components).map((input) => input.custom_id)).toEqual(['reason', 'urgency', 'rules', 'tell'])
    expect(inputsOf(secondModal.components).map((input) => input.custom_id)).toEqual([
      'proof',
      'member',
      'topic',
      'old',
    ])
  })

  it('begin with what the bot preset', () => {
    expect(presetsOf(modal.components)).toEqual({ reason: '', urgency: ['low'], rules: [], tell: false })
    expect(presetsOf(secondModal.components)).toEqual({ proof: [], member: [], topic: [], old: 'Preset' })
  })

  it('are sent as text, yes or no, or lists; a radio group as its only value', () => {
    const values = { reason: 'Spam', urgency: ['high'], rules: ['1', '2'], tell: true }
    expect(submittedFields(inputsOf(modal.components), values)).toEqual({ ...values, urgency: 'high' })
    expect(submittedFields(inputsOf(modal.components), { ...values, urgency: [] })).toMatchObject({ urgency: '' })
  })
})
