import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { DriverError } from '../types.ts'
import { type Scenario, scenarioNameSchema, scenarioSchema } from './format.ts'
import type { ScenarioLine } from './result-types.ts'

/** Scenarios by name: files `<name>.json` in a folder, or in memory without one. */
export interface ScenarioStore {
  /** Sorted by name; a file that is no scenario is listed with what is wrong. */
  list(): ScenarioLine[]
  /** Throws `unknown_scenario` and `invalid_scenario`. */
  read(name: string): Scenario
  write(name: string, scenario: Scenario): void
  remove(name: string): void
}

const checkName = (name: string): string => {
  const checked = scenarioNameSchema.safeParse(name)
  if (checked.success) return checked.data
  throw new DriverError('invalid_name', `Scenarios have ${checked.error.issues[0]?.message}; "${name}" is none.`)
}

const unknown = (name: string): DriverError => new DriverError('unknown_scenario', `There is no scenario "${name}".`)

const parse = (name: string, text: string): Scenario => {
  try {
    const checked = scenarioSchema.safeParse(JSON.parse(text))
    if (checked.success) return checked.data
    throw new DriverError('invalid_scenario', `"${name}" is no scenario: ${z.prettifyError(checked.error)}`)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new DriverError('invalid_scenario', `"${name}" is no JSON: ${error.message}`)
  }
}

interface Texts {
  names(): string[]
  read(name: string): string | undefined
  write(name: string, text: string): void
  remove(name: string): void
}

const inMemory = (): Texts => {
  const texts = new Map<string, string>()
  return {
    names: () => [...texts.keys()],
    read: (name) => texts.get(name),
    write: (name, text) => void texts.set(name, text),
    remove: (name) => void texts.delete(name),
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Undefined where the file or folder is not there. */
const ifThere = <T>(act: () => T): T | undefined => {
  try {
    return act()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const inFolder = (folder: string): Texts => {
  const file = (name: string): string => join(folder, `${name}.json`)
  return {
    names: () =>
      (ifThere(() => readdirSync(folder)) ?? [])
        .filter((entry) => entry.endsWith('.json'))
        .map((entry) => entry.slice(0, -'.json'.length)),
    read: (name) => ifThere(() => readFileSync(file(name), 'utf8')),
    write(name, text) {
      mkdirSync(folder, { recursive: true })
      // A half-written file must never take the place of a good one.
      writeFileSync(`${file(name)}.draft`, text)
      renameSync(`${file(name)}.draft`, file(name))
    },
    remove: (name) => rmSync(file(name), { force: true }),
  }
}

/** Names are checked before they become a path. */
export const createScenarioStore = (folder: string | undefined): ScenarioStore => {
  const texts = folder === undefined ? inMemory() : inFolder(folder)
  const read = (name: string): Scenario => {
    const text = texts.read(checkName(name))
    if (text === undefined) throw unknown(name)
    return parse(name, text)
  }
  const describe = (name: string) => {
    try {
      const { title, steps } = read(name)
      return { name, title, steps: steps.length }
    } catch (error) {
      return { name, title: name, steps: 0, problem: error instanceof Error ? error.message : String(error) }
    }
  }
  return {
    list: () => texts.names().sort().map(describe),
    read,
    write: (name, scenario) => texts.write(checkName(name), `${JSON.stringify(scenario, null, 2)}\n`),
    remove(name) {
      if (texts.read(checkName(name)) === undefined) throw unknown(name)
      texts.remove(name)
    },
  }
}
