import { readFileSync, writeFileSync } from 'node:fs'
import { differencesMarkdown } from './differences-view.ts'

const path = new URL('../../../docs/emulator.md', import.meta.url)
const section = /<!-- differences -->\n[\s\S]*?<!-- \/differences -->/

// A function, since the text may hold `$` signs that `replace` would read.
const fresh = () => `<!-- differences -->\n${differencesMarkdown()}\n<!-- /differences -->`

writeFileSync(path, readFileSync(path, 'utf8').replace(section, fresh))
