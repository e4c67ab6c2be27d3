import { $, call, make, view } from './dom.js'
import { hideTokens, routeOf } from './words.js'

const shownAtMost = 60

const jsonOf = (body) => make('pre', {}, make('code', { textContent: JSON.stringify(body, null, 2) }))

const row = (name, value) => (value ? make('div', {}, make('b', { textContent: `${name} ` }), value) : null)

const detailsOf = (entry) =>
  make(
    'div',
    { className: 'details' },
    row('Verdict', entry.verdict + (entry.explanation ? `: ${entry.explanation}` : '')),
    row('Path', hideTokens(entry.path) + entry.query),
    row('Discord code', entry.code === null ? '' : String(entry.code)),
    row('Audit reason', entry.reason),
    row('Files', entry.files.map((file) => file.name).join(', ')),
    row('Took', `${entry.elapsedMs} ms, at ${entry.at}`),
    entry.body === undefined ? row('Body', 'none') : jsonOf(entry.body),
  )

const statusClass = (entry) => {
  if (entry.verdict === 'violation') return 'status violation'
  return `status c${Math.floor(entry.status / 100)}`
}

/* The details are built at the first click: bodies can be long. */
const requestNode = (entry) => {
  const summary = make(
    'summary',
    {},
    make('span', { className: statusClass(entry), textContent: String(entry.status) }),
    make('b', { textContent: ` ${entry.method} ` }),
    routeOf(entry),
  )
  const node = make('details', {}, summary)
  node.addEventListener('toggle', () => node.append(detailsOf(entry)), { once: true })
  return make('li', {}, node)
}

let rows = new Map()

const showRequests = (requests) => {
  rows = new Map(
    requests.toReversed().map((entry) => [entry.id + entry.at, rows.get(entry.id + entry.at) ?? requestNode(entry)]),
  )
  $('requests').replaceChildren(...rows.values())
  if (rows.size === 0)
    $('requests').append(make('li', { className: 'note', textContent: 'The bot has not called Discord yet.' }))
}

const showViolations = (violations, total) => {
  const badge = $('violation-count')
  badge.textContent = String(total)
  badge.className = total > 0 ? 'badge bad' : 'badge'
  const nodes = violations
    .toReversed()
    .map((entry) =>
      make('li', { className: 'violation' }, make('b', { textContent: entry.rule }), `: ${entry.explanation}`),
    )
  const none = make('li', { className: 'note', textContent: 'None: every call kept to the rules of Discord.' })
  $('violations').replaceChildren(...(nodes.length > 0 ? nodes : [none]))
}

/* Asks again only when the counts in the state moved. */
export const showLogs = async () => {
  const key = JSON.stringify(view.state.log)
  if (key === view.logKey) return
  const [{ requests }, { violations, dropped }] = await Promise.all([
    call('GET', `requests?limit=${shownAtMost}`),
    call('GET', 'violations'),
  ])
  showRequests(requests)
  showViolations(violations.slice(-30), violations.length + dropped)
  view.logKey = key
}
