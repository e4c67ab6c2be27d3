import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const read = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')

/** In the order of their imports; `app.js` starts the page. */
const modules = ['words', 'markdown', 'suggest', 'dom', 'prose', 'forms', 'messages', 'log', 'composer', 'app']

const styles = ['messages', 'tools', 'layout']

/** Real modules for editors and tests; the browser gets one script, so imports and exports fall away. */
const asOneScript = (source: string): string =>
  source.replace(/^import [\s\S]*? from '.*'\n/gm, '').replace(/^export (?=const|let)/gm, '')

/** The console's script, as the browser gets it. Everything from outside becomes text nodes, never markup. */
export const pageScript = `'use strict'\n${modules.map((name) => asOneScript(read(`${name}.js`))).join('\n')}`

const scriptHash = createHash('sha256').update(pageScript).digest('base64')

/** Only this script runs, and pictures come from this machine alone. */
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${scriptHash}'`,
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  'img-src data: http://127.0.0.1:*',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** A simple console over the `/emulator/*` interface, for people: no framework, no build, nothing from elsewhere. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>Guildhall · local Discord</title>
<link rel="icon" href="data:,">
<style>${styles.map((name) => read(`${name}.css`)).join('\n')}</style>
</head>
<body>
<header>
  <h1>Local Discord</h1>
  <p>Everything here happens on this machine. Local time: <span id="clock">…</span></p>
  <label>Act as <select id="user"></select></label>
  <label>Server <select id="guild"></select></label>
</header>
<main>
  <nav id="channels" aria-label="Channels"></nav>
  <section id="conversation" aria-label="Conversation">
    <ol id="messages" aria-live="polite"></ol>
    <p id="status" role="alert"></p>
    <div id="try"><span>Try next</span><div id="examples"></div></div>
    <form id="composer">
      <ul id="suggestions" role="listbox" aria-label="Commands" hidden></ul>
      <label class="hidden" for="line">Message or command</label>
      <input id="line" autocomplete="off" autocapitalize="off" spellcheck="false" role="combobox" aria-controls="suggestions" aria-autocomplete="list" aria-expanded="false">
      <button class="s1">Send</button>
    </form>
  </section>
  <aside aria-label="Log">
    <h2>Violations <span id="violation-count" class="badge">0</span></h2>
    <ul id="violations"></ul>
    <h2>Requests of the bot</h2>
    <ul id="requests"></ul>
  </aside>
</main>
<dialog id="modal" aria-labelledby="modal-title">
  <form id="modal-form">
    <h2 id="modal-title"></h2>
    <div id="modal-fields"></div>
    <p id="modal-problem" role="alert"></p>
    <div class="row"><button class="s1">Submit</button> <button type="button" id="modal-cancel">Cancel</button></div>
  </form>
</dialog>
<script>${pageScript}</script>
</body>
</html>
`
