export interface CommandOption {
  type: number
  name: string
  description: string
  required?: boolean
  choices?: { name: string; value: unknown }[]
  options?: CommandOption[]
}

export interface Form {
  name: string
  description: string
  options: CommandOption[]
}

export interface Guild {
  members: { user: { username: string } }[]
  channels: { name: string }[]
  roles: { name: string }[]
}

export interface Suggestion {
  label: string
  hint: string
  options?: string
  line: string | null
}

export const commandForms: (
  commands: { type?: number; name: string; description: string; options?: CommandOption[] }[],
) => Form[]
export const parseCommand: (line: string, forms: Form[]) => { name: string; options: Record<string, string> }
export const suggest: (line: string, known: { forms: Form[]; guild: Guild }) => Suggestion[]
