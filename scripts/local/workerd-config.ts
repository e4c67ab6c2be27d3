import { readdirSync } from 'node:fs'
import { dirname, extname, relative } from 'node:path'
import type { Bundle } from './bundle.ts'

export type WorkerdConfigInput = {
  configFile: string
  bundle: Bundle
  env: Record<string, string>
  port: number
  cronPort: number
  host: string
  cronModule: string
}

const moduleKinds: Record<string, string> = {
  '.js': 'esModule',
  '.mjs': 'esModule',
  '.wasm': 'wasm',
  '.txt': 'text',
  '.html': 'text',
  '.sql': 'text',
  '.bin': 'data',
}

/**
 * The workerd configuration (workerd.capnp) of the bundled Worker with its env as text bindings, and of a second,
 * tiny Worker that calls the first one's `scheduled` handler through a service binding.
 */
export function workerdConfig(input: WorkerdConfigInput): string {
  const { bundle, env, host, port, cronPort, configFile, cronModule } = input
  const embedPath = (path: string) => text(relative(dirname(configFile), path))
  const modules = listModules(bundle.dir).map(
    ({ name, kind }) => `(name = ${text(name)}, ${kind} = embed ${embedPath(`${bundle.dir}/${name}`)})`,
  )
  const bindings = Object.entries(env).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
  return `@0xb5a1c3f0d2e49687;
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "bot", worker = .bot),
    (name = "cron", worker = .cron),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [
    (name = "http", address = ${text(`${host}:${port}`)}, http = (), service = "bot"),
    (name = "cron", address = ${text(`${host}:${cronPort}`)}, http = (), service = "cron"),
  ],
);

const bot :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  compatibilityDate = ${text(bundle.compatibilityDate)},
  compatibilityFlags = [${bundle.compatibilityFlags.map(text).join(', ')}],
  bindings = [${bindings.join(', ')}],
  globalOutbound = "internet",
);

const cron :Workerd.Worker = (
  modules = [(name = "cron.js", esModule = embed ${embedPath(cronModule)})],
  compatibilityDate = ${text(bundle.compatibilityDate)},
  compatibilityFlags = ["service_binding_extra_handlers"],
  bindings = [(name = "BOT", service = "bot")],
);
`
}

/** The bundle's modules, the entry point first, because workerd runs the first one. */
function listModules(dir: string): { name: string; kind: string }[] {
  const names = readdirSync(dir).filter((name) => moduleKinds[extname(name)] !== undefined)
  names.sort((a, b) => Number(b === 'index.js') - Number(a === 'index.js') || a.localeCompare(b))
  return names.map((name) => ({ name, kind: moduleKinds[extname(name)] ?? 'data' }))
}

/** A Cap'n Proto text literal; it knows the escapes of C. */
function text(value: string): string {
  const escaped = value
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return `"${escaped}"`
}
