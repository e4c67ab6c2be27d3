import { runLine, startComposer } from './composer.js'
import { $, call, directMessages, guildNow, make, place, view } from './dom.js'
import { openModal } from './forms.js'
import { showLogs } from './log.js'
import { showMessages } from './messages.js'
import { renewTimes } from './prose.js'
import { commandForms } from './suggest.js'

const attempt = async (work) => {
  $('status').textContent = ''
  document.body.setAttribute('aria-busy', 'true')
  try {
    const result = await work()
    if (result.error) $('status').textContent = result.error.message
    if (result.response?.type === 9) openModal(result.interaction.id, result.response.data, refresh)
  } catch (error) {
    $('status').textContent = error.message
  }
  document.body.removeAttribute('aria-busy')
  await refresh()
}

const act = (message, customId, values) =>
  attempt(() => call('POST', 'components', { ...place(), message, customId, ...(values && { values }) }))

/* Moderators come first, then the owner; a member of the guild in any case. */
const person = (names) => {
  const guild = guildNow()
  const people = guild.members.filter((member) => !member.user.bot).map((member) => member.user)
  return people.find((user) => names.includes(user.username)) ?? people.find((user) => user.id === guild.ownerId)
}

const moderators = ['grace', 'linus']
const targets = ['alan', 'dennis']

const examples = [
  {
    title: 'Warn a member',
    by: moderators,
    line: (target) => `/warn user:${target} reason:Advertising in #general`,
  },
  { title: 'See a history', by: moderators, line: (target) => `/history user:${target}` },
  {
    title: 'Time out',
    by: moderators,
    line: (target) => `/timeout user:${target} duration:10m reason:Calm down`,
  },
  { title: 'Mod panel', by: moderators, line: (target) => `/modpanel user:${target}` },
  { title: 'Settings', by: [], line: () => '/config view' },
  { title: 'Help', by: null, line: () => '/help' },
]

const exampleNode = ({ title, by, line }) => {
  const actor = by === null ? { id: view.user } : person(by)
  const command = line(person(targets).username)
  const words = by === null ? command : `${command}, as ${actor.username}`
  const onclick = () => {
    view.user = actor.id
    $('user').value = actor.id
    if (view.channel === directMessages) view.channel = ''
    showChannels()
    runLine(command, attempt)
  }
  return make(
    'button',
    { type: 'button', title: words, onclick },
    title,
    make('code', { textContent: command.split(/ \w+:/)[0] }),
  )
}

/* Rebuilt only when the entries changed, so that an open list stays open. */
const fill = (select, entries, current) => {
  const value = entries.some(([id]) => id === current) ? current : (entries[0]?.[0] ?? '')
  const text = JSON.stringify(entries)
  if (select.dataset.entries !== text) {
    select.dataset.entries = text
    select.replaceChildren(...entries.map(([id, label]) => make('option', { value: id, textContent: label })))
  }
  select.value = value
  return value
}

const textTypes = [0, 2, 5, 10, 11, 12]

const channelNode = (id, label) => {
  const node = make('button', {
    type: 'button',
    textContent: label,
    onclick: () => {
      view.channel = id
      refresh()
    },
  })
  node.setAttribute('aria-current', String(id === view.channel))
  return node
}

const showChannels = () => {
  const channels = guildNow().channels.filter((channel) => textTypes.includes(channel.type))
  const known = view.channel === directMessages || channels.some((channel) => channel.id === view.channel)
  if (!known) view.channel = channels[0]?.id ?? directMessages
  $('channels').replaceChildren(
    ...channels.map((channel) => channelNode(channel.id, (channel.type === 2 ? '🔊 ' : '# ') + channel.name)),
    channelNode(directMessages, '@ Direct messages'),
  )
  const channel = channels.find((entry) => entry.id === view.channel)
  $('line').placeholder = channel ? `Write in #${channel.name}, or / for commands` : 'Write to the bot'
}

const showState = async () => {
  view.state = await call('GET', 'state')
  view.forms = commandForms(view.state.commands)
  view.guild = fill(
    $('guild'),
    view.state.guilds.map((guild) => [guild.id, guild.name]),
    view.guild,
  )
  const people = guildNow()
    .members.filter((member) => !member.user.bot)
    .map((member) => member.user)
  if (!people.some((user) => user.id === view.user)) view.user = person(moderators).id
  view.user = fill(
    $('user'),
    people.map((user) => [user.id, user.username]),
    view.user,
  )
  $('clock').textContent = new Date(view.state.clock.now).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  showChannels()
  const text = view.guild + view.user
  if ($('examples').dataset.shown === text) return
  $('examples').dataset.shown = text
  $('examples').replaceChildren(...examples.map(exampleNode))
}

let running = null
let again = false

const showAll = async () => {
  try {
    await showState()
    await showMessages(act)
    await showLogs()
    renewTimes()
    if (view.lost) $('status').textContent = ''
    view.lost = false
  } catch (error) {
    view.lost = true
    $('status').textContent = error.message
  }
}

/* One at a time; a wish during a run is granted after it. */
const refresh = () => {
  if (running) {
    again = true
    return running
  }
  running = showAll().finally(() => {
    running = null
    if (!again) return
    again = false
    refresh()
  })
  return running
}

$('guild').addEventListener('change', (event) => {
  view.guild = event.target.value
  view.channel = ''
  refresh()
})
$('user').addEventListener('change', (event) => {
  view.user = event.target.value
  refresh()
})
$('modal-cancel').addEventListener('click', () => $('modal').close())
startComposer(attempt)
setInterval(() => {
  if (!document.hidden && !$('modal').open) refresh()
}, 2000)
refresh()
