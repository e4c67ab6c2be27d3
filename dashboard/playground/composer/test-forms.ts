import { ApplicationCommandType, ApplicationCommandOptionType as Kind } from 'discord-api-types/v10'
import type { CommandForm, FormOption } from './command-forms.ts'
import { commandForms } from './command-forms.ts'

/** An option as the menu gives it, for tests. */
export const option = (fields: Record<string, unknown> & { type: Kind; name: string }): FormOption =>
  asOption({ description: 'x', label: fields.name, words: 'x', ...fields })

/** Guarantee: tests pass options of Discord's shape. */
const asOption = (fields: object): FormOption => fields as FormOption

export const form = (...options: FormOption[]): CommandForm => ({
  commandId: '1',
  name: 'warn',
  label: 'warn',
  description: 'Warn a member',
  options,
})

export const user = option({ type: Kind.User, name: 'user', required: true })
export const reason = option({ type: Kind.String, name: 'reason', max_length: 5 })
export const points = option({ type: Kind.Integer, name: 'points', min_value: 1, max_value: 5 })

const base = { application_id: '2', version: '1', default_member_permissions: null }

/** `/case view number`, `/warn user`, in English and German, and a context menu. */
export const sampleForms = (locale = 'en-US'): CommandForm[] =>
  commandForms(
    [
      {
        ...base,
        id: '1',
        type: ApplicationCommandType.ChatInput,
        name: 'warn',
        name_localizations: { de: 'verwarnen' },
        description: 'Warn a member',
        description_localizations: { de: 'Verwarnt ein Mitglied' },
        options: [
          { type: Kind.User, name: 'user', description: 'Who', required: true, name_localizations: { de: 'wer' } },
        ],
      },
      {
        ...base,
        id: '2',
        type: ApplicationCommandType.ChatInput,
        name: 'case',
        description: 'Cases',
        options: [
          { type: Kind.Subcommand, name: 'view', description: 'Show a case', options: [] },
          {
            type: Kind.SubcommandGroup,
            name: 'tools',
            description: 'x',
            options: [{ type: Kind.Subcommand, name: 'clean', description: 'Forget old ones', options: [] }],
          },
        ],
      },
      { ...base, id: '3', type: ApplicationCommandType.User, name: 'Warn', description: '' },
    ],
    locale,
  )
