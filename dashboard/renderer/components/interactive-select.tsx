import { Combobox } from '@base-ui/react/combobox'
import { Select } from '@base-ui/react/select'
import { Check } from 'lucide-react'
import { useRender } from '../context.tsx'
import type { SelectOption, SelectProps } from '../types.ts'
import { OptionText, TriggerText } from './option-row.tsx'
import { useChoice } from './use-choice.ts'

const layer = { className: 'dm-root dm-select-layer', sideOffset: 4, align: 'start' } as const

const Mark = () => <Check className="dm-icon" aria-hidden="true" />

const labelsOf = (options: readonly SelectOption[], values: readonly string[]): string =>
  options
    .filter((option) => values.includes(option.value))
    .map((option) => option.label)
    .join(', ')

const asList = (value: string | readonly string[] | null): readonly string[] =>
  value === null ? [] : typeof value === 'string' ? [value] : value

/** While the answer is awaited the list does not open, but keeps the focus, which a disabled one would lose. */
const triggerProps = (props: SelectProps) => ({
  className: 'dm-select',
  id: props.id,
  disabled: props.disabled,
  'aria-busy': props.busy || undefined,
  'aria-label': props.label,
  'aria-describedby': props.describedBy,
  'aria-invalid': props.invalid || undefined,
})

/** A fixed list, used with the arrow keys and by typing the first letters. */
const ListSelect = (props: SelectProps) => {
  const { options, placeholder, busy } = props
  const choice = useChoice(props)
  const { theme = 'dark' } = useRender()
  return (
    <Select.Root
      modal={false}
      readOnly={busy}
      multiple={choice.multiple}
      value={choice.multiple ? choice.values : (choice.values[0] ?? null)}
      open={choice.open}
      onOpenChange={choice.onOpenChange}
      onValueChange={(value) => choice.onChange(asList(value))}
    >
      <Select.Trigger {...triggerProps(props)}>
        <TriggerText text={labelsOf(options, choice.values)} placeholder={placeholder} busy={busy} />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner {...layer} alignItemWithTrigger={false} data-theme={theme}>
          <Select.Popup className="dm-select-list">
            <Select.List className="dm-select-options">
              {options.map((option) => (
                <Select.Item key={option.value} value={option.value} label={option.label} className="dm-option">
                  <OptionText option={option} />
                  <Select.ItemIndicator className="dm-option-mark">
                    <Mark />
                  </Select.ItemIndicator>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  )
}

const asOptions = (value: SelectOption | readonly SelectOption[] | null): readonly SelectOption[] =>
  value === null ? [] : 'value' in value ? [value] : value

const OptionList = ({ theme }: { theme: string }) => (
  <Combobox.Portal>
    <Combobox.Positioner {...layer} data-theme={theme}>
      <Combobox.Popup className="dm-select-list" aria-label="Options">
        <Combobox.Input className="dm-input dm-select-search" placeholder="Search" aria-label="Search" />
        <Combobox.Empty className="dm-select-empty">Nothing found</Combobox.Empty>
        <Combobox.List className="dm-select-options">
          {(option: SelectOption) => (
            <Combobox.Item key={option.value} value={option} className="dm-option">
              <OptionText option={option} />
              <Combobox.ItemIndicator className="dm-option-mark">
                <Mark />
              </Combobox.ItemIndicator>
            </Combobox.Item>
          )}
        </Combobox.List>
      </Combobox.Popup>
    </Combobox.Positioner>
  </Combobox.Portal>
)

/** Users, roles and channels: many, so that one types to find. */
const SearchSelect = (props: SelectProps) => {
  const { options, placeholder, busy } = props
  const choice = useChoice(props)
  const { theme = 'dark', locale } = useRender()
  const chosen = options.filter((option) => choice.values.includes(option.value))
  return (
    <Combobox.Root
      readOnly={busy}
      items={options}
      multiple={choice.multiple}
      value={choice.multiple ? chosen : (chosen[0] ?? null)}
      isItemEqualToValue={(one: SelectOption, other: SelectOption) => one.value === other.value}
      locale={locale}
      open={choice.open}
      onOpenChange={choice.onOpenChange}
      onValueChange={(value) => choice.onChange(asOptions(value).map((option) => option.value))}
    >
      <Combobox.Trigger {...triggerProps(props)}>
        <TriggerText text={labelsOf(options, choice.values)} placeholder={placeholder} busy={busy} />
      </Combobox.Trigger>
      <OptionList theme={theme} />
    </Combobox.Root>
  )
}

/** A select for pages with scripts, with the keyboard and for screen readers. */
export const InteractiveSelect = (props: SelectProps) =>
  props.searchable ? <SearchSelect {...props} /> : <ListSelect {...props} />
