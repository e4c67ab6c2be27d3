import { clsx } from 'clsx'
import { Locale } from 'discord-api-types/v10'
import { useFrame } from '../../ui/index.ts'
import { setLocale } from '../state/navigate.ts'
import { usePlayground } from '../state/store.ts'

const defaultLocale = 'en-US'

/** The language of the acting user's client, as `locale` in every interaction. */
export const useLocale = (): string => usePlayground((state) => state.locales[state.userId] ?? defaultLocale)

const names = new Intl.DisplayNames(['en'], { type: 'language' })

const sorted = Object.values(Locale)
  .map((locale) => ({ locale, name: names.of(locale) ?? locale }))
  .sort((a, b) => a.name.localeCompare(b.name))

export const LocaleChoice = () => {
  const userId = usePlayground((state) => state.userId)
  const locale = useLocale()
  const { narrow } = useFrame()
  return (
    <select
      aria-label="Language of the acting user"
      title="Language of the acting user"
      value={locale}
      onChange={(event) => setLocale(userId, event.target.value)}
      className={clsx(
        'min-h-8 rounded-md border border-line bg-field px-2 text-sm text-text',
        narrow ? 'w-22 shrink-0' : 'w-40 min-w-0',
      )}
    >
      {sorted.map((entry) => (
        <option key={entry.locale} value={entry.locale}>
          {narrow ? entry.locale : entry.name}
        </option>
      ))}
    </select>
  )
}
