import { $, call, guildNow, make, place, view } from './dom.js'
import { parseCommand, suggest } from './suggest.js'

let list = []
let chosen = 0

const optionNode = (entry, index) => {
  const node = make(
    'li',
    { id: `suggestion-${index}` },
    make('b', { textContent: entry.label }),
    entry.options ? make('code', { textContent: ` ${entry.options}` }) : null,
    make('span', { className: 'note', textContent: ` ${entry.hint}` }),
  )
  node.setAttribute('role', 'option')
  node.setAttribute('aria-selected', String(index === chosen))
  node.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    chosen = index
    complete()
  })
  return node
}

const draw = () => {
  $('suggestions').hidden = list.length === 0
  $('suggestions').replaceChildren(...list.map(optionNode))
  $('line').setAttribute('aria-expanded', String(list.length > 0))
  if (list.length === 0) return $('line').removeAttribute('aria-activedescendant')
  $('line').setAttribute('aria-activedescendant', `suggestion-${chosen}`)
  $('suggestions').children[chosen].scrollIntoView({ block: 'nearest' })
}

const renew = () => {
  list = view.state ? suggest($('line').value, { forms: view.forms, guild: guildNow() }) : []
  chosen = 0
  draw()
}

const close = () => {
  list = []
  draw()
}

const complete = () => {
  const { line } = list[chosen]
  if (line === null) return
  $('line').value = line
  $('line').focus()
  renew()
}

const move = (step) => {
  chosen = (chosen + step + list.length) % list.length
  draw()
}

/* Enter completes a name that is not yet whole; else it sends. */
const enterCompletes = () => {
  const { line } = list[chosen]
  const name = $('line').value.slice(1)
  return line !== null && !name.includes(' ') && !view.forms.some((form) => form.name === name)
}

const onKey = (event) => {
  if (list.length === 0) return
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Tab: complete, Escape: close }
  const action = event.key === 'Enter' && enterCompletes() ? complete : keys[event.key]
  if (!action || (event.key === 'Tab' && (event.shiftKey || list[chosen].line === null))) return
  event.preventDefault()
  action()
}

const send = (line) =>
  line.startsWith('/')
    ? call('POST', 'commands', { ...place(), ...parseCommand(line, view.forms) })
    : call('POST', 'messages', { ...place(), content: line })

export const runLine = (line, attempt) => attempt(() => send(line))

export const startComposer = (attempt) => {
  $('composer').addEventListener('submit', (event) => {
    event.preventDefault()
    const line = $('line').value.trim()
    if (line === '') return
    $('line').value = ''
    close()
    runLine(line, attempt)
  })
  $('line').addEventListener('input', renew)
  $('line').addEventListener('focus', renew)
  $('line').addEventListener('blur', close)
  $('line').addEventListener('keydown', onKey)
}
