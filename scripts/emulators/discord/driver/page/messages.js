import { $, call, directMessages, localNow, make, place, userName, view } from './dom.js'
import { chosenIn, labelOf, selectOf } from './forms.js'
import { picture, prose } from './prose.js'
import { formatTimestamp, safeLink } from './words.js'

const colored = (node, color) => {
  if (color !== undefined && color !== null) node.style.borderLeftColor = `#${color.toString(16).padStart(6, '0')}`
  return node
}

const buttonOf = (component, message, act) => {
  const label = labelOf(component)
  if (component.style === 5)
    return make('a', {
      className: 'button',
      href: safeLink(component.url) ?? '#',
      target: '_blank',
      rel: 'noreferrer noopener',
      textContent: label,
    })
  const disabled = component.disabled === true
  const onclick = () => act(message.id, component.custom_id)
  return make('button', { type: 'button', textContent: label, className: `s${component.style}`, disabled, onclick })
}

const menuOf = (component, message, act) => {
  const node = selectOf(component)
  const choose = () => act(message.id, component.custom_id, chosenIn(node))
  if (node.multiple)
    return make(
      'span',
      { className: 'row' },
      node,
      make('button', { type: 'button', textContent: 'Choose', onclick: choose }),
    )
  node.addEventListener('change', choose)
  return node
}

const separator = (component) =>
  make('hr', { className: (component.divider === false ? 'blank' : '') + (component.spacing === 2 ? ' wide' : '') })

const sectionOf = (component, message, act) =>
  make(
    'div',
    { className: 'section' },
    make('div', {}, ...allOf(component.components, message, act)),
    componentOf(component.accessory, message, act),
  )

const componentOf = (component, message, act) => {
  switch (component.type) {
    case 1:
      return make('div', { className: 'row' }, ...allOf(component.components, message, act))
    case 2:
      return buttonOf(component, message, act)
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return menuOf(component, message, act)
    case 9:
      return sectionOf(component, message, act)
    case 10:
      return prose(component.content)
    case 11:
      return picture(component.media.url, component.description)
    case 12:
      return make(
        'div',
        { className: 'row' },
        ...component.items.map((item) => picture(item.media.url, item.description)),
      )
    case 13:
      return make('div', {
        className: 'file',
        textContent: `📎 ${component.name ?? component.file.url.split('/').at(-1)}`,
      })
    case 14:
      return separator(component)
    case 17:
      return colored(
        make('div', { className: 'box' }, ...allOf(component.components, message, act)),
        component.accent_color,
      )
    default:
      return make('span', { textContent: `[component ${component.type}]` })
  }
}

const allOf = (list, message, act) => (list ?? []).map((component) => componentOf(component, message, act))

const embedOf = (embed) => {
  const fields = (embed.fields ?? []).map((field) =>
    make('div', {}, make('strong', { textContent: field.name }), prose(field.value)),
  )
  const box = make(
    'div',
    { className: 'box' },
    embed.title ? make('h5', { textContent: embed.title }) : null,
    embed.description ? prose(embed.description) : null,
    ...fields,
    embed.footer ? make('p', { className: 'subtext', textContent: embed.footer.text }) : null,
  )
  return colored(box, embed.color)
}

const notesOf = (message) => {
  const seconds = Math.floor(Date.parse(message.timestamp) / 1000)
  const notes = [formatTimestamp({ seconds, style: 't' }, { nowMs: localNow() })]
  if (message.editedTimes > 0) notes.push('edited')
  if (message.interaction_metadata) notes.push(`for ${message.interaction_metadata.user.username}`)
  if (message.visibleTo) notes.push(`only ${userName(message.visibleTo)} sees this`)
  return notes.join(' · ')
}

const headOf = (message) =>
  make(
    'div',
    { className: 'head' },
    make('strong', { textContent: message.author.username }),
    message.author.bot ? make('span', { className: 'tag', textContent: 'APP' }) : null,
    make('span', { className: 'note', textContent: notesOf(message) }),
  )

const reactionsOf = (message) =>
  message.reactions?.length
    ? make('div', {
        className: 'note',
        textContent: message.reactions.map((entry) => `${entry.emoji.name} ${entry.count}`).join('  '),
      })
    : null

const messageNode = (message, act) =>
  make(
    'li',
    { className: message.visibleTo ? 'ephemeral' : '' },
    picture('', message.author.username),
    make(
      'div',
      { className: 'body' },
      headOf(message),
      message.flags & 128 ? make('p', { className: 'note', textContent: 'is thinking …' }) : null,
      message.content ? prose(message.content) : null,
      ...message.embeds.map(embedOf),
      ...(message.attachments ?? []).map((file) =>
        make('div', { className: 'file', textContent: `📎 ${file.filename}` }),
      ),
      ...allOf(message.components, message, act),
      reactionsOf(message),
    ),
  )

/* Only changed messages are built anew, so that an open menu stays open. */
let shown = new Map()

export const showMessages = async (act) => {
  if (!view.channel) return
  const { guild, channel = directMessages, user } = place()
  const query = new URLSearchParams({ limit: '60', channel, user, ...(guild && { guild }) })
  const { messages } = await call('GET', `messages?${query}`)
  const next = new Map(
    messages.map((message) => {
      const text = JSON.stringify([view.channel, view.user, message])
      const known = shown.get(message.id)
      return [message.id, known?.text === text ? known : { text, node: messageNode(message, act) }]
    }),
  )
  const before = [...shown.values()]
  const after = [...next.values()]
  shown = next
  if (before.length === after.length && before.every((entry, index) => entry === after[index])) return
  const list = $('messages')
  list.replaceChildren(...after.map((entry) => entry.node))
  if (after.length === 0) list.append(make('li', { className: 'empty', textContent: emptyWords() }))
  list.scrollTop = list.scrollHeight
}

const emptyWords = () =>
  view.channel === directMessages
    ? `No direct messages between ${userName(view.user)} and the bot yet.`
    : 'Nothing here yet. Pick an example below, or type / to see every command.'
