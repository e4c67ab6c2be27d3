import { $, call, guildNow, make } from './dom.js'
import { prose } from './prose.js'

const emojiText = (emoji) => (emoji ? `${emoji.id ? `:${emoji.name}:` : emoji.name} ` : '')

export const labelOf = (part) => emojiText(part.emoji) + (part.label ?? '')

const entriesOf = (component) => {
  if (component.options) return component.options.map((option) => [option.value, labelOf(option)])
  const { members, roles, channels } = guildNow()
  const users = members.map((member) => [member.user.id, `@${member.user.username}`])
  const named = roles.map((role) => [role.id, `@${role.name.replace(/^@/, '')}`])
  const kinds = component.channel_types
  const fitting = channels.filter((channel) => !kinds?.length || kinds.includes(channel.type))
  if (component.type === 8) return fitting.map((channel) => [channel.id, `#${channel.name}`])
  return component.type === 6 ? named : component.type === 7 ? users.concat(named) : users
}

const chosenBefore = (component) => [
  ...(component.options ?? []).filter((option) => option.default).map((option) => option.value),
  ...(component.default_values ?? []).map((value) => value.id),
]

/* A native select; one choice of many starts at its placeholder, several choices are a list. */
export const selectOf = (component) => {
  const many = (component.max_values ?? 1) > 1
  const entries = entriesOf(component)
  const node = make('select', { multiple: many, disabled: component.disabled === true })
  if (many) node.size = Math.min(6, Math.max(2, entries.length))
  else node.append(make('option', { value: '', textContent: component.placeholder ?? 'Choose' }))
  const chosen = chosenBefore(component)
  for (const [value, label] of entries)
    node.append(make('option', { value, textContent: label, selected: chosen.includes(value) }))
  node.setAttribute('aria-label', component.placeholder ?? component.custom_id)
  return node
}

export const chosenIn = (select) =>
  [...select.selectedOptions].map((option) => option.value).filter((value) => value !== '')

const textField = (component) => {
  const node = make(component.style === 2 ? 'textarea' : 'input', {
    value: component.value ?? '',
    placeholder: component.placeholder ?? '',
    required: component.required !== false,
  })
  if (component.max_length !== undefined) node.maxLength = component.max_length
  if (component.min_length !== undefined) node.minLength = component.min_length
  return node
}

const groupTypes = { radio: 21, checkboxes: 22, checkbox: 23 }

const fieldOf = (component) => {
  if (component.type === 4) return textField(component)
  if (component.type === groupTypes.checkbox)
    return make('input', { type: 'checkbox', checked: component.default === true })
  if (component.type === 19) return null
  const many = component.type === groupTypes.checkboxes ? { max_values: component.options.length } : {}
  const node = selectOf({ ...component, ...many })
  node.required = component.required !== false
  return node
}

const answerOf = (component, node) => {
  if (component.type === groupTypes.checkbox) return node.checked
  if (component.type === 4) return node.value
  return component.type === groupTypes.radio ? chosenIn(node)[0] : chosenIn(node)
}

/* A label with its field, and the field in the list of those to send. */
const rowOf = (part, fields) => {
  if (part.type === 10) return prose(part.content)
  const component = part.component ?? part.components[0]
  const node = fieldOf(component)
  if (node === null) return make('p', { textContent: 'Files cannot be chosen in this console.' })
  fields.push([component, node])
  const star = node.required ? make('span', { className: 'required', textContent: ' *', title: 'required' }) : null
  const description = part.description ? make('small', { textContent: part.description }) : null
  return make('label', {}, make('span', {}, part.label ?? component.label ?? '', star), description, node)
}

/* Shows the bot's modal; onDone runs once it was accepted. */
export const openModal = (interaction, data, onDone) => {
  const [dialog, alert] = [$('modal'), $('modal-problem')]
  $('modal-title').textContent = data.title
  alert.textContent = ''
  const fields = []
  $('modal-fields').replaceChildren(...data.components.map((part) => rowOf(part, fields)))
  $('modal-form').onsubmit = async (event) => {
    event.preventDefault()
    const values = Object.fromEntries(
      fields.map(([component, node]) => [component.custom_id, answerOf(component, node)]),
    )
    try {
      const result = await call('POST', 'modals', { interaction, fields: values })
      if (result.error) throw new Error(result.error.message)
      dialog.close()
      onDone()
    } catch (error) {
      alert.textContent = error.message
    }
  }
  dialog.showModal()
  fields[0]?.[1].focus()
}
