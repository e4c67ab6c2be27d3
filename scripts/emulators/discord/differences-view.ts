import { html } from 'hono/html'
import { type Difference, differences } from './differences.ts'
import { type UnimplementedRoute, unimplemented } from './rest/unimplemented.ts'

const style = `
:root { color-scheme: light dark; --back: #fff; --text: #1e1f22; --line: #c4c9ce; --code: #f2f3f5 }
@media (prefers-color-scheme: dark) { :root { --back: #1e1f22; --text: #f2f3f5; --line: #4e5058; --code: #313338 } }
body { margin: 0 auto; padding: 2rem 1rem; max-width: 70rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif }
div { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border: 1px solid var(--line) }
code { background: var(--code); padding: .1em .3em; border-radius: 3px }
a { color: inherit }
`

/** Text with `code` in back quotes as elements. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))

const differenceRow = ({ area, discord, here }: Difference) =>
  html`<tr><th scope="row">${area}</th><td>${withCode(discord)}</td><td>${withCode(here)}</td></tr>`

const routeRow = ({ method, template, why }: UnimplementedRoute) =>
  html`<tr><th scope="row"><code>${method} ${template}</code></th><td>${why}</td></tr>`

/** The page at `/emulator/differences`. */
export const differencesPage = () => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What this emulator does otherwise than Discord</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>What this emulator does otherwise than Discord</h1>
<p>It is an approximation, made from Discord’s documentation, its published schemas and what is reported of it. Known differences:</p>
<div tabindex="0" role="region" aria-label="Differences"><table>
<thead><tr><th scope="col">Area</th><th scope="col">Discord</th><th scope="col">Here</th></tr></thead>
<tbody>${differences.map(differenceRow)}</tbody>
</table></div>
<h2>Published routes that are missing</h2>
<p>They are answered 501.</p>
<div tabindex="0" role="region" aria-label="Missing routes"><table>
<thead><tr><th scope="col">Route</th><th scope="col">Why</th></tr></thead>
<tbody>${unimplemented.map(routeRow)}</tbody>
</table></div>
<p><a href="/">Back to the playground</a></p>
</main>
</body>
</html>`

/** The same list as Markdown, for docs/emulator.md. */
export const differencesMarkdown = (): string =>
  [
    '| area | Discord | here |',
    '|---|---|---|',
    ...differences.map(({ area, discord, here }) => `| ${area} | ${discord} | ${here} |`),
  ].join('\n')
