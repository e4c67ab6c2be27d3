import { $, guildNow, localNow, make, userName, view } from './dom.js'
import { parseMarkdown } from './markdown.js'
import { formatTimestamp, initialOf, isLocalPicture, safeLink } from './words.js'

const mention = (label, color) => {
  const node = make('span', { className: 'mention', textContent: label })
  if (color) node.style.color = `#${color.toString(16).padStart(6, '0')}`
  return node
}

const roleMention = (id) => {
  const role = guildNow()?.roles.find((entry) => entry.id === id)
  return mention(`@${(role?.name ?? 'deleted role').replace(/^@/, '')}`, role?.color)
}

const channelName = (id) =>
  view.state.guilds.flatMap((guild) => guild.channels).find((channel) => channel.id === id)?.name ?? 'deleted channel'

const writeCommand = (name) => {
  $('line').value = `/${name} `
  $('line').focus()
  $('line').dispatchEvent(new Event('input'))
}

const timeNode = (time) => {
  const node = make('time', { textContent: formatTimestamp(time, { nowMs: localNow() }) })
  node.title = formatTimestamp({ ...time, style: 'F' }, { nowMs: localNow() })
  if (time.style === 'R') node.dataset.seconds = String(time.seconds)
  return node
}

/* "2 minutes ago" goes on counting. */
export const renewTimes = () => {
  for (const node of document.querySelectorAll('time[data-seconds]'))
    node.textContent = formatTimestamp({ seconds: Number(node.dataset.seconds), style: 'R' }, { nowMs: localNow() })
}

const linkNode = (node) =>
  make(
    'a',
    { href: safeLink(node.url) ?? '#', target: '_blank', rel: 'noreferrer noopener' },
    ...inlineNodes(node.children),
  )

const tags = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' }

const inlineNode = (node) => {
  switch (node.kind) {
    case 'text':
      return document.createTextNode(node.text)
    case 'code':
      return make('code', { textContent: node.text })
    case 'link':
      return linkNode(node)
    case 'user':
      return mention(`@${userName(node.id)}`)
    case 'role':
      return roleMention(node.id)
    case 'channel':
      return mention(`#${channelName(node.id)}`)
    case 'everyone':
      return mention(`@${node.name}`)
    case 'command':
      return make('button', {
        type: 'button',
        className: 'mention',
        textContent: `/${node.name}`,
        onclick: () => writeCommand(node.name),
      })
    case 'time':
      return timeNode(node)
    case 'emoji':
      return make('span', { textContent: `:${node.name}:` })
    default:
      return make(tags[node.kind], {}, ...inlineNodes(node.children))
  }
}

const inlineNodes = (nodes) => nodes.map(inlineNode)

const listNode = (block) => {
  const items = block.items.map((item) =>
    make('li', { className: `depth${item.depth}` }, ...inlineNodes(item.children)),
  )
  return block.ordered ? make('ol', { start: block.start }, ...items) : make('ul', {}, ...items)
}

const blockNode = (block) => {
  switch (block.kind) {
    case 'heading':
      return make(`h${block.level + 2}`, {}, ...inlineNodes(block.children))
    case 'quote':
      return make('blockquote', {}, ...block.children.map(blockNode))
    case 'codeblock':
      return make('pre', {}, make('code', { textContent: block.text }))
    case 'list':
      return listNode(block)
    default:
      return make('p', { className: block.kind }, ...inlineNodes(block.children))
  }
}

export const prose = (source) => make('div', { className: 'prose' }, ...parseMarkdown(source).map(blockNode))

/* Nothing is loaded from elsewhere: other pictures become a circle with the first letter. */
export const picture = (url, description) => {
  if (isLocalPicture(url))
    return make('img', { src: url, alt: description ?? '', loading: 'lazy', className: 'picture' })
  const node = make('span', {
    className: 'picture letter',
    textContent: initialOf(description ?? ''),
    title: description ?? 'Picture',
  })
  node.setAttribute('role', 'img')
  node.setAttribute('aria-label', description ?? 'Picture')
  return node
}
