import { useEffect, useState } from 'react'
import { useLocale } from '../page/locale-choice.tsx'
import { spaced } from '../state/permissions.ts'
import { usePlayground } from '../state/store.ts'
import type { CommandOffer } from '../state/types.ts'
import { type CommandForm, commandForms, searchForms } from './command-forms.ts'
import { startDraft } from './command-line.ts'
import { getComposer, setComposer } from './composer-store.ts'
import { insertWord, openWord, wordSuggestions } from './mention-text.ts'
import type { ListItem } from './suggestion-list.tsx'

interface TextOffer extends ListItem {
  choose: () => void
}

export interface TextList {
  title: string
  items: TextOffer[]
  note?: string | undefined
}

const requiredNames = (form: CommandForm): string =>
  form.options
    .filter(({ required }) => required)
    .map(({ label }) => label)
    .join(' ')

export const chooseForm = (form: CommandForm): void => setComposer({ draft: startDraft(form), text: '', picked: [] })

const hiddenWords = ({ name, needs, reason }: CommandOffer['hidden'][number]): string =>
  needs.length === 0
    ? `/${name} is hidden here: ${reason}`
    : `/${name} is hidden here: it needs ${needs.map(spaced).join(', ')}.`

/** The commands that begin with what stands behind the slash. */
const useSlashList = (text: string): TextList | null => {
  const { commands, hidden } = usePlayground((state) => state.commands)
  const app = usePlayground((state) => state.people?.application.name ?? 'App')
  const locale = useLocale()
  if (!/^\/[^\n]*$/.test(text)) return null
  const typed = text.slice(1)
  const items = searchForms(commandForms(commands, locale), typed).map((form) => ({
    key: form.name,
    label: `/${form.label}`,
    hint: requiredNames(form),
    detail: form.description,
    choose: () => chooseForm(form),
  }))
  const refused = hidden.find(({ name, type }) => type === 1 && name === typed.trim().split(' ')[0])
  const note = refused ? hiddenWords(refused) : items.length === 0 ? 'No command matches.' : undefined
  return { title: app, items, note }
}

const titles = { '@': 'Members and roles', '#': 'Channels', ':': 'Emoji' } as const

/** Names for the `@…`, `#…` or `:…` before the cursor. */
const useWordList = (text: string, cursor: number, onCursor: (cursor: number) => void): TextList | null => {
  const guild = usePlayground((state) => state.guild)
  const word = openWord(text, cursor)
  if (!word) return null
  const items = wordSuggestions(word, guild?.joined ? guild : null).map((entry) => ({
    ...entry,
    choose: () => {
      const inserted = insertWord(text, word, entry.insert)
      const { picked } = getComposer()
      setComposer({ text: inserted.text, picked: [...picked, entry] })
      onCursor(inserted.cursor)
    },
  }))
  return items.length === 0 ? null : { title: titles[word.sign], items }
}

/** What stands above the text field; Esc puts a list away until the text changes. */
export const useTextList = (text: string, cursor: number, onCursor: (cursor: number) => void) => {
  const [dismissed, setDismissed] = useState<string | null>(null)
  const slash = useSlashList(text)
  const words = useWordList(text, cursor, onCursor)
  useEffect(() => {
    setDismissed((before) => (before === text ? before : null))
  }, [text])
  const list = dismissed === text ? null : (slash ?? words)
  return { list, dismiss: () => setDismissed(text) }
}
