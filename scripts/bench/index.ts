import { benchEmulator } from './emulator.ts'
import { benchInteractions } from './interactions.ts'

const benches: Record<string, () => Promise<void>> = { interactions: benchInteractions, emulator: benchEmulator }

const [name = 'interactions'] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (bench === undefined) {
  console.error(`Unknown benchmark "${name}". There are: ${Object.keys(benches).join(', ')}.`)
  process.exitCode = 2
} else {
  await bench()
}
