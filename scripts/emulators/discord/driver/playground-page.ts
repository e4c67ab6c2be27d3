import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'

const builtFolder = fileURLToPath(new URL('../../../../dashboard/dist/playground/', import.meta.url))

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Only scripts that were built run, and pictures come from this machine alone. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob: http://127.0.0.1:*",
  "media-src 'self' http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Guildhall · the playground is not built</title>
<h1>The playground is not built</h1>
<p>The emulator runs, but its page has not been made. Stop it and start it again with <code>npm start</code>, or run
<code>npx vite build -c dashboard/vite.config.ts</code> and load this page again.</p>
</html>
`

const readPage = (folder: string): string | null => {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch {
    return null
  }
}

/** Names are compared with what the folder holds, so no path leads out of it. */
const readAsset = (folder: string, name: string): Buffer<ArrayBuffer> | null => {
  try {
    if (!readdirSync(folder).includes(name)) return null
    return readFileSync(join(folder, name))
  } catch {
    return null
  }
}

/** `GET /`: the built playground and its files, under a policy that allows no inline script. 503 until it is built. */
export const servePlayground = (app: Hono, folder: string = builtFolder): void => {
  app.get('/', (c) => {
    const page = readPage(folder)
    return c.html(page ?? notBuilt, page === null ? 503 : 200, { ...headers, 'cache-control': 'no-cache' })
  })
  app.get('/assets/:name', (c) => {
    const name = c.req.param('name')
    const bytes = readAsset(join(folder, 'assets'), name)
    if (bytes === null) return c.text('There is no such file; load the page again.', 404)
    const type = types[extname(name)] ?? 'application/octet-stream'
    // Built names carry a hash of the content, so a name never changes its content.
    return c.body(bytes, 200, {
      ...headers,
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })
}
