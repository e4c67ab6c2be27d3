import { type APISelectMenuComponent, ComponentType } from 'discord-api-types/v10'
import { useState } from 'react'
import { useRender } from '../context.tsx'
import { allOptionsOf, defaultsOf, placeholderOf } from './select-options.ts'
import { StaticSelect } from './static-select.tsx'
import { useComponent } from './use-component.ts'

/** A select of a message: the choice is sent when the list closes. Discord docs: components/reference#string-select. */
export const MessageSelect = ({ select }: { select: APISelectMenuComponent }) => {
  const context = useRender()
  const { disabled, busy, use } = useComponent(select)
  const [selected, setSelected] = useState(() => defaultsOf(select))
  const Select = context.interactive && context.select ? context.select : StaticSelect
  return (
    <Select
      label={placeholderOf(select)}
      placeholder={placeholderOf(select)}
      options={allOptionsOf(select, context)}
      selected={selected}
      min={select.min_values ?? 1}
      max={select.max_values ?? 1}
      searchable={select.type !== ComponentType.StringSelect}
      disabled={disabled}
      busy={busy}
      commitOnClose
      onChoose={(values) => {
        setSelected(values)
        use(values)
      }}
    />
  )
}
