import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { expect, it, onTestFinished } from 'vitest'
import { servePlayground } from './playground-page.ts'

const startPage = ({ built }: { built: boolean }) => {
  const folder = mkdtempSync(join(tmpdir(), 'playground-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  if (built) {
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>built</title>')
    writeFileSync(join(folder, 'assets/index-1.js'), 'let a')
    writeFileSync(join(folder, 'secret.txt'), 'secret')
  }
  const app = new Hono()
  servePlayground(app, folder)
  return app
}

it('serves the built page and its scripts under a policy without inline scripts', async () => {
  const app = startPage({ built: true })
  const page = await app.request('/')
  expect(await page.text()).toContain('built')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  const script = await app.request('/assets/index-1.js')
  expect(script.headers.get('content-type')).toContain('text/javascript')
  expect(await script.text()).toBe('let a')
})

it('no path leads out of the folder of assets', async () => {
  const app = startPage({ built: true })
  for (const path of ['/assets/..%2Fsecret.txt', '/assets/%2e%2e%2fsecret.txt', '/assets/nothing.js'])
    expect((await app.request(path)).status).toBe(404)
})

it('says in words what to do while the page is not built', async () => {
  const page = await startPage({ built: false }).request('/')
  expect(page.status).toBe(503)
  expect(await page.text()).toContain('npx vite build -c dashboard/vite.config.ts')
})
