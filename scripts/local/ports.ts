import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

export type Ports = { worker: number; discord: number; neon: number; upstash: number; qstash: number }

const defaultPortBase = 8787

/** The five ports from PORT_BASE (default 8787): Worker, Discord, Neon, Upstash, QStash. Throws on a bad number. */
export function portsFrom(base: number): Ports {
  if (!Number.isInteger(base) || base < 1 || base > 65_500) {
    throw new RangeError(`PORT_BASE must be a whole number from 1 to 65500, not ${base}.`)
  }
  return { worker: base, discord: base + 1, neon: base + 2, upstash: base + 3, qstash: base + 4 }
}

/** Reads PORT_BASE; an empty or absent value means 8787. */
export function portBaseFrom(value: string | undefined): number {
  return value === undefined || value === '' ? defaultPortBase : Number(value)
}

/** Five different free ports on 127.0.0.1, for tests. */
export async function freePorts(): Promise<Ports> {
  const held = await Promise.all(Array.from({ length: 5 }, holdFreePort))
  for (const { release } of held) await release()
  const [worker, discord, neon, upstash, qstash] = held.map(({ port }) => port)
  if (!worker || !discord || !neon || !upstash || !qstash) throw new Error('No free port on 127.0.0.1.')
  return { worker, discord, neon, upstash, qstash }
}

/** True when nothing listens on the port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** "process 123 (node scripts/start.ts)" where /proc tells, else "another process". */
export function describePortHolder(port: number): string {
  const pid = findListenerPid(port)
  return pid === null ? 'another process' : `process ${pid} (${commandLine(pid) || 'unknown'})`
}

/** The command line of a running process, arguments joined with spaces; empty when it is gone or not readable. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
  } catch {
    return ''
  }
}

function holdFreePort(): Promise<{ port: number; release: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('No TCP address.'))
      resolve({ port: address.port, release: () => new Promise((done) => server.close(() => done())) })
    })
  })
}

function findListenerPid(port: number): number | null {
  const inodes = listeningInodes(port)
  if (inodes.size === 0) return null
  for (const entry of safeReadDir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    for (const fd of safeReadDir(`/proc/${pid}/fd`)) {
      if (inodes.has(safeReadLink(`/proc/${pid}/fd/${fd}`))) return pid
    }
  }
  return null
}

/** Socket links (`socket:[123]`) in state LISTEN on the port; the columns are those of proc(5), net/tcp. */
function listeningInodes(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    try {
      return readFileSync(file, 'utf8').split('\n').slice(1)
    } catch {
      return []
    }
  })
  const columns = rows.map((row) => row.trim().split(/\s+/))
  const listening = columns.filter((column) => column[1]?.endsWith(suffix) && column[3] === '0A')
  return new Set(listening.map((column) => `socket:[${column[9]}]`))
}

function safeReadDir(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function safeReadLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
