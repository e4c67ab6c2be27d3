/** The console's script, as the browser gets it. Everything from outside goes through textContent, never innerHTML. */
export const pageScript = String.raw`
const $ = (id) => document.getElementById(id)
const view = { state: null, guild: '', channel: '', user: '', last: '' }

const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props)
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

const call = async (method, path, body) => {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const response = await fetch('/emulator/' + path, init)
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ? answer.error.message : 'HTTP ' + response.status)
  return answer
}

const attempt = async (work) => {
  $('status').textContent = ''
  try {
    const result = await work()
    if (result && result.error) $('status').textContent = result.error.message
    if (result && result.response && result.response.type === 9) openModal(result.interaction.id, result.response.data)
  } catch (error) {
    $('status').textContent = error.message
  }
  await refresh()
}

const place = () => ({ guild: view.guild, channel: view.channel, user: view.user })

/* "/case view number:7 reason:two words" -> { name, options } */
const parseCommand = (line) => {
  const parts = line.slice(1).split(/\s+(?=[^\s:]+:(?!\/\/))/)
  const name = parts.shift().trim()
  const options = {}
  for (const part of parts) {
    const at = part.indexOf(':')
    options[part.slice(0, at)] = part.slice(at + 1).trim().replace(/^"(.*)"$/, '$1')
  }
  return { name, options }
}

$('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const line = $('line').value.trim()
  if (line === '') return
  $('line').value = ''
  attempt(() =>
    line.startsWith('/')
      ? call('POST', 'commands', { ...place(), ...parseCommand(line) })
      : call('POST', 'messages', { ...place(), content: line }),
  )
})

const click = (message, customId, values) =>
  attempt(() => call('POST', 'components', { ...place(), message, customId, ...(values && { values }) }))

const choicesOf = (component) => {
  if (component.options) return component.options.map((option) => [option.value, option.label])
  const guild = view.state.guilds.find((entry) => entry.id === view.guild)
  const users = guild.members.map((member) => [member.user.id, member.user.username])
  const roles = guild.roles.map((role) => [role.id, role.name])
  if (component.type === 8) return guild.channels.map((channel) => [channel.id, '#' + channel.name])
  return component.type === 6 ? roles : component.type === 7 ? users.concat(roles) : users
}

const selectOf = (component) => {
  const many = (component.max_values ?? 1) > 1
  const node = make('select', { multiple: many, disabled: component.disabled === true })
  if (!many) node.append(make('option', { value: '', textContent: component.placeholder ?? 'Choose' }))
  const chosen = (component.options ?? []).filter((option) => option.default).map((option) => option.value)
  for (const [value, label] of choicesOf(component)) node.append(make('option', { value, textContent: label, selected: chosen.includes(value) }))
  node.setAttribute('aria-label', component.placeholder ?? component.custom_id)
  return node
}

const chosenIn = (select) => [...select.selectedOptions].map((option) => option.value).filter((value) => value !== '')

const renderSelect = (component, message) => {
  const node = selectOf(component)
  if (!node.multiple) {
    node.addEventListener('change', () => click(message.id, component.custom_id, chosenIn(node)))
    return node
  }
  return make('span', { className: 'row' }, node, make('button', { textContent: 'Choose', onclick: () => click(message.id, component.custom_id, chosenIn(node)) }))
}

const renderButton = (component, message) => {
  const label = [component.emoji?.name, component.label].filter(Boolean).join(' ')
  if (component.style === 5) return make('a', { href: component.url, rel: 'noreferrer', target: '_blank', textContent: label })
  return make('button', { textContent: label, className: 's' + component.style, disabled: component.disabled === true, onclick: () => click(message.id, component.custom_id) })
}

const renderAll = (list, message) => (list ?? []).map((child) => renderComponent(child, message))

const renderComponent = (component, message) => {
  switch (component.type) {
    case 1: return make('div', { className: 'row' }, ...renderAll(component.components, message))
    case 2: return renderButton(component, message)
    case 9: return make('div', { className: 'row' }, make('div', {}, ...renderAll(component.components, message)), renderComponent(component.accessory, message))
    case 10: return make('div', { className: 'text', textContent: component.content })
    case 11: return make('span', { textContent: '[image] ' + component.media.url })
    case 12: return make('div', { textContent: component.items.map((item) => '[media] ' + item.media.url).join(' ') })
    case 13: return make('div', { textContent: '[file] ' + component.file.url })
    case 14: return make('hr')
    case 17: {
      const box = make('div', { className: 'box' }, ...renderAll(component.components, message))
      if (component.accent_color != null) box.style.borderLeftColor = '#' + component.accent_color.toString(16).padStart(6, '0')
      return box
    }
    default: return component.type === 3 || (component.type > 4 && component.type < 9) ? renderSelect(component, message) : make('span', { textContent: '[component ' + component.type + ']' })
  }
}

const renderEmbed = (embed) =>
  make('div', { className: 'box' },
    embed.title ? make('strong', { textContent: embed.title }) : null,
    embed.description ? make('div', { className: 'text', textContent: embed.description }) : null,
    ...(embed.fields ?? []).map((field) => make('div', {}, make('strong', { textContent: field.name + ' ' }), make('span', { className: 'text', textContent: field.value }))),
    embed.footer ? make('div', { className: 'meta', textContent: embed.footer.text }) : null)

const renderMessage = (message) => {
  const time = new Date(message.timestamp).toLocaleTimeString()
  const notes = [time, message.editedTimes > 0 ? 'edited' : '', message.visibleTo ? 'only you see this' : ''].filter(Boolean).join(' · ')
  return make('li', { className: message.visibleTo ? 'ephemeral' : '' },
    make('strong', { textContent: message.author.username + ' ' }), make('span', { className: 'meta', textContent: notes }),
    message.flags & 128 ? make('div', { textContent: 'thinking…' }) : null,
    message.content ? make('div', { className: 'text', textContent: message.content }) : null,
    ...message.embeds.map(renderEmbed), ...renderAll(message.components, message),
    message.reactions ? make('div', { className: 'meta', textContent: message.reactions.map((reaction) => reaction.emoji.name + ' ' + reaction.count).join('  ') }) : null)
}

const fieldOf = (component) => {
  if (component.type === 4) return make(component.style === 2 ? 'textarea' : 'input', { value: component.value ?? '', placeholder: component.placeholder ?? '' })
  if (component.type === 23) return make('input', { type: 'checkbox', checked: component.default === true })
  if (component.type === 22) return selectOf({ ...component, max_values: component.options.length })
  return component.type === 19 ? null : selectOf(component)
}

const valueOf = (node, component) => (component.type === 23 ? node.checked : component.type === 4 ? node.value : component.type === 21 ? chosenIn(node)[0] : chosenIn(node))

const openModal = (interaction, data) => {
  const [title, body, alert] = [$('modal').querySelector('h2'), $('modal').querySelector('div'), $('modal').querySelector('[role=alert]')]
  title.textContent = data.title
  alert.textContent = ''
  const fields = []
  body.replaceChildren(...data.components.map((part) => {
    if (part.type === 10) return make('p', { textContent: part.content })
    const component = part.component ?? part.components[0]
    const node = fieldOf(component)
    if (node === null) return make('p', { textContent: 'Files cannot be chosen in this console.' })
    fields.push([component, node])
    return make('label', {}, part.label ?? component.label ?? '', make('small', { className: 'meta', textContent: ' ' + (part.description ?? '') }), node)
  }))
  $('modal').querySelector('form').onsubmit = (event) => {
    if (event.submitter && event.submitter.value === 'cancel') return
    event.preventDefault()
    const values = Object.fromEntries(fields.map(([component, node]) => [component.custom_id, valueOf(node, component)]))
    call('POST', 'modals', { interaction, fields: values }).then(
      (result) => { if (result.error) alert.textContent = result.error.message; else $('modal').close(); refresh() },
      (error) => { alert.textContent = error.message })
  }
  $('modal').showModal()
}

const fill = (select, entries, current) => {
  select.replaceChildren(...entries.map(([value, label]) => make('option', { value, textContent: label, selected: value === current })))
  return entries.some(([value]) => value === current) ? current : (entries[0] ?? [''])[0]
}

const textTypes = [0, 2, 5, 10, 11, 12]

const showChannels = (guild) => {
  const channels = guild.channels.filter((channel) => textTypes.includes(channel.type))
  if (!channels.some((channel) => channel.id === view.channel)) view.channel = (channels[0] ?? { id: '' }).id
  $('channels').replaceChildren(...channels.map((channel) => {
    const node = make('button', { textContent: '# ' + channel.name, onclick: () => { view.channel = channel.id; refresh() } })
    node.setAttribute('aria-current', String(channel.id === view.channel))
    return node
  }))
}

const showLogs = async () => {
  const [{ requests }, { violations }] = await Promise.all([call('GET', 'requests?limit=40'), call('GET', 'violations')])
  $('requests').replaceChildren(...requests.reverse().map((entry) => make('li', { className: entry.verdict, title: entry.explanation ?? '', textContent: entry.status + ' ' + entry.method + ' ' + entry.path })))
  $('violations').replaceChildren(...violations.slice(-30).reverse().map((entry) => make('li', { className: 'violation', textContent: entry.rule + ': ' + entry.explanation })))
  $('violation-count').textContent = violations.length
}

const showMessages = async () => {
  if (!view.channel) return
  const { messages } = await call('GET', 'messages?limit=60&channel=' + view.channel + '&user=' + view.user)
  const text = JSON.stringify([view.channel, view.user, messages])
  if (text === view.last) return
  view.last = text
  $('messages').replaceChildren(...messages.map(renderMessage))
  $('messages').scrollTop = $('messages').scrollHeight
}

let refreshing = false
const refresh = async () => {
  if (refreshing) return
  refreshing = true
  try {
    view.state = await call('GET', 'state')
    view.guild = fill($('guild'), view.state.guilds.map((guild) => [guild.id, guild.name]), view.guild)
    const guild = view.state.guilds.find((entry) => entry.id === view.guild)
    view.user = fill($('user'), guild.members.filter((member) => !member.user.bot).map((member) => [member.user.id, member.user.username]), view.user)
    showChannels(guild)
    await showMessages()
    await showLogs()
  } catch (error) {
    $('status').textContent = error.message
  }
  refreshing = false
}

$('guild').addEventListener('change', (event) => { view.guild = event.target.value; view.channel = ''; refresh() })
$('user').addEventListener('change', (event) => { view.user = event.target.value; refresh() })
setInterval(() => { if (!document.hidden && !$('modal').open && document.activeElement.tagName !== 'SELECT') refresh() }, 2000)
refresh()
`
