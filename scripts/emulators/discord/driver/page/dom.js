/* The page's state and its two ways out: nodes and requests. Outside text only ever becomes a text node. */

export const $ = (id) => document.getElementById(id)

export const view = { state: null, forms: [], guild: '', channel: '', user: '', logKey: '' }

/* The channel entry that is no channel of the guild: what the acting user and the bot write each other. */
export const directMessages = 'dm'

export const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props)
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

export const call = async (method, path, body) => {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const response = await fetch(`/emulator/${path}`, init)
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ? answer.error.message : `HTTP ${response.status}`)
  return answer
}

export const place = () =>
  view.channel === directMessages ? { user: view.user } : { guild: view.guild, channel: view.channel, user: view.user }

export const guildNow = () => view.state.guilds.find((guild) => guild.id === view.guild)

export const userName = (id) => view.state.users.find((user) => user.id === id)?.username ?? 'unknown user'

/* The local clock: people may have moved it with /emulator/advance. */
export const localNow = () => Date.now() + (view.state?.clock.offsetMs ?? 0)
