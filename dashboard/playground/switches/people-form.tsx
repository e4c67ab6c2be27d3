import { useState } from 'react'
import { SelectField, SwitchField } from '../../ui/index.ts'
import { Section } from './section.tsx'
import type { Change, SwitchesView } from './types.ts'

const languages: [code: string, name: string][] = [
  ['en-US', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es-ES', 'Español'],
  ['pt-BR', 'Português do Brasil'],
  ['ja', '日本語'],
]

/** The language of a person's client, and whether they take direct messages. */
export const PeopleForm = ({ view, change }: { view: SwitchesView; change: Change }) => {
  const [userId, setUserId] = useState(view.users[0]?.id ?? '')
  const user = view.users.find(({ id }) => id === userId) ?? view.users[0]
  if (!user) return null
  const known = languages.some(([code]) => code === user.locale)
  return (
    <Section title="People">
      <SelectField label="Person" value={user.id} onChange={(event) => setUserId(event.target.value)}>
        {view.users.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Language of the client"
        value={user.locale}
        onChange={(event) => void change('switches', { locales: { [user.id]: event.target.value } })}
      >
        {!known && <option value={user.locale}>{user.locale}</option>}
        {languages.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
      <SwitchField
        label="Direct messages closed"
        help="The bot cannot write to this person (50007)."
        checked={user.dmsClosed}
        onChange={(closed) => void change('switches', { dmsClosed: { [user.id]: closed } })}
      />
    </Section>
  )
}
