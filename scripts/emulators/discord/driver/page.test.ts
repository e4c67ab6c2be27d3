import { Script } from 'node:vm'
import { expect, it } from 'vitest'
import { page } from './page.ts'
import { pageScript } from './page-script.ts'

it('the script of the page parses', () => {
  expect(() => new Script(pageScript)).not.toThrow()
})

it('every element that the script asks for stands in the page', () => {
  const ids = [...pageScript.matchAll(/\$\('([\w-]+)'\)/g)].map((match) => match[1])
  expect(ids.length).toBeGreaterThan(10)
  for (const id of ids) expect(page).toContain(`id="${id}"`)
})

it('nothing is loaded from elsewhere, and nothing from outside becomes markup', () => {
  expect(page).not.toMatch(/(?:src|href)="https?:/)
  expect(pageScript).not.toContain('innerHTML')
})
