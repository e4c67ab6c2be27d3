/* Reading and completing a line such as "/case view number:7". Nothing here touches the page. */

const isGroup = (option) => option.type === 1 || option.type === 2

/* Every slash command and subcommand as { name, description, options }. */
export const commandForms = (commands) =>
  commands
    .filter((command) => (command.type ?? 1) === 1)
    .flatMap(formsOf)
    .sort((a, b) => (a.name < b.name ? -1 : 1))

const formsOf = (command) => {
  const options = command.options ?? []
  if (!options.some(isGroup)) return [{ name: command.name, description: command.description, options }]
  return options.flatMap((option) => formsOf({ ...option, name: `${command.name} ${option.name}` }))
}

const formOf = (forms, line) =>
  forms
    .filter((form) => line === form.name || line.startsWith(`${form.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0]

/* Only names of the command's own options split the line, so a reason may hold a colon. */
export const parseCommand = (line, forms) => {
  const typed = line.replace(/^\//, '').trim()
  const form = formOf(forms, typed)
  if (!form) return { name: typed.split(/\s+\S+:/)[0], options: {} }
  const names = form.options.map((option) => option.name)
  const parts = typed.slice(form.name.length).split(/\s+(?=[^\s:]+:)/)
  const options = {}
  let current = ''
  for (const part of parts) {
    const [, name, value] = /^\s*([^\s:]+):([\s\S]*)$/.exec(part) ?? []
    if (names.includes(name)) {
      current = name
      options[name] = value.trim()
    } else if (current !== '') options[current] += ` ${part.trim()}`
    else if (part.trim() !== '') options[name ?? part.trim()] = value ?? ''
  }
  for (const name of Object.keys(options)) options[name] = options[name].trim().replace(/^"(.*)"$/, '$1')
  return { name: form.name, options }
}

const begins = (word, typed) => word.toLowerCase().startsWith(typed.toLowerCase())

/* Prefixes first, then names that hold the words anywhere. */
const matchingForms = (forms, typed) => {
  const rest = forms.filter((form) => !begins(form.name, typed) && form.name.includes(typed.toLowerCase()))
  return [...forms.filter((form) => begins(form.name, typed)), ...rest]
}

const optionTexts = (form) => form.options.map((option) => `${option.name}:${option.required ? '' : '?'}`).join(' ')

const choicesOf = (option, guild) => {
  if (option.choices) return option.choices.map((choice) => String(choice.name))
  if (option.type === 5) return ['true', 'false']
  if (option.type === 6) return guild.members.map((member) => member.user.username)
  if (option.type === 7) return guild.channels.map((channel) => channel.name)
  return option.type === 8 ? guild.roles.map((role) => role.name) : []
}

const suggestValues = (line, option, guild) => {
  const typed = line.slice(line.lastIndexOf(`${option.name}:`) + option.name.length + 1)
  const before = line.slice(0, line.length - typed.length)
  const values = choicesOf(option, guild).filter((value) => begins(value, typed.trim()) && value !== typed.trim())
  if (values.length === 0) return [{ label: `${option.name}:`, hint: option.description, line: null }]
  return values.map((value) => ({ label: value, hint: '', line: `${before + value} ` }))
}

/* What fits after the line so far: { label, hint, line }, where line is the completed one, null for a mere hint. */
export const suggest = (line, { forms, guild }) => {
  if (!line.startsWith('/')) return []
  const typed = line.slice(1)
  const form = formOf(forms, typed)
  if (!form || typed === form.name)
    return matchingForms(forms, typed).map((entry) => ({
      label: `/${entry.name}`,
      hint: entry.description,
      options: optionTexts(entry),
      line: `/${entry.name} `,
    }))
  const given = Object.keys(parseCommand(line, forms).options)
  const open = /(?:^|\s)([^\s:]+):([^\s]*)$/.exec(line)
  const current = form.options.find((option) => option.name === open?.[1])
  if (current) return suggestValues(line, current, guild)
  const word = /\S*$/.exec(typed.slice(form.name.length))[0]
  const before = line.slice(0, line.length - word.length)
  return form.options
    .filter((option) => !given.includes(option.name) && begins(option.name, word))
    .sort((a, b) => Number(b.required === true) - Number(a.required === true))
    .map((option) => ({
      label: `${option.name}:`,
      hint: option.description + (option.required ? '' : ' (optional)'),
      line: `${before + option.name}:`,
    }))
}
