import { Script } from 'node:vm'
import { expect, it } from 'vitest'
import { page, pageScript } from './page.ts'

it('the script of the page parses as one: no import is left over, no name is declared twice', () => {
  expect(() => new Script(pageScript)).not.toThrow()
  expect(pageScript).not.toMatch(/^(?:import|export) /m)
})

it('every element that the script asks for stands in the page', () => {
  const ids = [...pageScript.matchAll(/\$\('([\w-]+)'\)/g)].map((match) => match[1])
  expect(ids.length).toBeGreaterThan(10)
  for (const id of ids) expect(page).toContain(`id="${id}"`)
})

it('nothing is loaded from elsewhere, and nothing from outside becomes markup', () => {
  expect(page).not.toMatch(/(?:src|href)="https?:/)
  expect(pageScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|<\/script/)
  expect(page).toContain("default-src 'none'")
})
