import { pageScript } from './page-script.ts'
import { pageStyle } from './page-style.ts'

/** A simple console over the `/emulator/*` interface, for people: no framework, no build, nothing from elsewhere. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>Guildhall · local Discord</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<header>
  <h1>Local Discord</h1>
  <p>A simple console over the emulator. The full playground comes later.</p>
  <label>Act as <select id="user"></select></label>
  <label>Guild <select id="guild"></select></label>
</header>
<main>
  <nav id="channels" aria-label="Channels"></nav>
  <section id="conversation" aria-label="Conversation">
    <ol id="messages" aria-live="polite"></ol>
    <p id="status" role="status"></p>
    <form id="composer">
      <label class="hidden" for="line">Message or command</label>
      <input id="line" autocomplete="off" placeholder="/warn user:alan reason:spam">
      <button>Send</button>
    </form>
  </section>
  <aside aria-label="Log">
    <h2>Violations <span id="violation-count">0</span></h2>
    <ul id="violations"></ul>
    <h2>Requests of the bot</h2>
    <ul id="requests"></ul>
  </aside>
</main>
<dialog id="modal"><form method="dialog"><h2></h2><div></div><p role="alert"></p><button value="send">Submit</button> <button value="cancel" formnovalidate>Cancel</button></form></dialog>
<script>${pageScript}</script>
</body>
</html>
`
