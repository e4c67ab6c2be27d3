import { PermissionFlagsBits } from 'discord-api-types/v10'
import { html } from 'hono/html'
import type { User, World } from '../world/types.ts'
import { manageableGuilds, needsGuild, webhookChannels } from './decide.ts'
import type { AuthorizeRequest } from './request.ts'
import { scopeWords } from './scopes.ts'

const style = `
:root { color-scheme: light dark; --back: #f2f3f5; --card: #fff; --text: #1e1f22; --soft: #4e5058; --line: #c4c9ce;
  --accent: #4752c4; --warn: #b3261e }
@media (prefers-color-scheme: dark) { :root { --back: #1e1f22; --card: #313338; --text: #f2f3f5; --soft: #c4c9ce;
  --line: #4e5058; --accent: #5865f2; --warn: #ffb4ab } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem 1rem; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border-radius: 8px }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; text-wrap: balance }
p { margin: .5rem 0; color: var(--soft) }
ul { padding-left: 1.25rem }
label, legend { display: block; font-weight: 600; margin: 1rem 0 .25rem }
select { width: 100%; padding: .6rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 4px }
fieldset { border: 1px solid var(--line); border-radius: 4px; margin: 1rem 0; padding: .5rem .75rem }
fieldset label { font-weight: 400; margin: .25rem 0 }
button { font: inherit; padding: .6rem 1.2rem; border-radius: 4px; border: 1px solid var(--line); background: none;
  color: inherit; cursor: pointer }
button.main { background: #4752c4; border-color: #4752c4; color: #fff }
.row { display: flex; gap: .75rem; justify-content: space-between; margin-top: 1.5rem }
.warn { color: var(--warn) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`

const layout = (title: string, body: unknown) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body><main>${body}</main></body>
</html>`

/** A page that says one thing: an error, or that all is done. */
export const messagePage = (title: string, words: string) => layout(title, html`<h1>${title}</h1><p>${words}</p>`)

/** The permissions of a bitfield by name, in the order of their bits. */
export const permissionNames = (bits: bigint): string[] =>
  Object.entries(PermissionFlagsBits)
    .filter(([, bit]) => (bits & bit) !== 0n)
    .map(([name]) => name)

/** `BanMembers` -> `Ban Members`. */
const inWords = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')

const option = (value: string, label: string, isChosen: boolean) =>
  html`<option value="${value}" ${isChosen ? 'selected' : ''}>${label}</option>`

const userChooser = (world: World, user: User) => {
  const people = [...world.users.values()].filter(({ data }) => data.bot !== true).slice(0, 200)
  return html`<label for="user">Signed in as</label>
<select id="user" name="user">${people.map(({ data }) =>
    option(data.id, data.global_name ?? data.username, data.id === user.data.id),
  )}</select>
<p><button name="decision" value="switch">Switch account</button></p>`
}

const guildChooser = (world: World, request: AuthorizeRequest, user: User) => {
  const guilds = manageableGuilds(world, user.data.id).filter(
    ({ id }) => !request.isGuildFixed || id === request.guildId,
  )
  if (guilds.length === 0)
    return html`<p class="warn">There is no server here that ${user.data.username} may add applications to.</p>`
  return html`<label for="guild">Add to server</label>
<select id="guild" name="guild">${guilds.map(({ id, name }) => option(id, name, id === request.guildId))}</select>
<p>This requires the permission Manage Server.</p>`
}

const channelChooser = (world: World, user: User) => html`<label for="channel">Send messages to</label>
<select id="channel" name="channel">${webhookChannels(world, user.data.id).map(({ id, name, guildId }) =>
  option(id, `#${name} (${world.guilds.get(guildId ?? '')?.name ?? ''})`, false),
)}</select>`

const permissionBoxes = (request: AuthorizeRequest) => {
  const names = permissionNames(request.permissions)
  if (names.length === 0) return ''
  return html`<fieldset><legend>Permissions of the bot</legend>${names.map(
    (name) => html`<label><input type="checkbox" name="permission" value="${name}" checked> ${inWords(name)}</label>`,
  )}</fieldset>`
}

/** The consent page; it works without a script, by keyboard and at any width. */
export const consentPage = (
  world: World,
  request: AuthorizeRequest,
  view: { user: User; action: string; problem?: string | undefined },
) => {
  const { name } = world.application
  const { user, action, problem } = view
  return layout(
    `Authorize access: ${name}`,
    html`<h1>An application, ${name}, wants to access your account</h1>
<p>This is the local emulator, not Discord: nobody's real account is involved.</p>
${problem === undefined ? '' : html`<p class="warn" role="alert">${problem}</p>`}
<form method="post" action="${action}">
${userChooser(world, user)}
<p>This will allow ${name} to:</p>
<ul>${request.scopes.map((scope) => html`<li>${scopeWords[scope] ?? scope} <small>(${scope})</small></li>`)}</ul>
${needsGuild(request) ? guildChooser(world, request, user) : ''}
${request.scopes.includes('webhook.incoming') ? channelChooser(world, user) : ''}
${request.scopes.includes('bot') ? permissionBoxes(request) : ''}
<p>${request.redirectUri === null ? 'You will stay on this page.' : `You will be sent to ${new URL(request.redirectUri).origin}.`}</p>
<div class="row"><button name="decision" value="cancel">Cancel</button>
<button class="main" name="decision" value="authorize">Authorize</button></div>
</form>`,
  )
}
