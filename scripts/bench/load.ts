import { readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

export interface SignedCall {
  body: string
  headers: Record<string, string>
}

export interface Burst {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
  /** Of the whole server process, kernel work for its sockets included; `undefined` where /proc is not there. */
  cpuUsPerRequest: number | undefined
  failures: number
}

/** Nanoseconds of CPU that all threads of a process have used so far. */
function cpuNs(pid: number): number | undefined {
  try {
    let total = 0
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      total += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0])
    }
    return total
  } catch {
    return undefined
  }
}

function post(agent: Agent, url: URL, call: SignedCall): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request(
      { agent, host: url.hostname, port: url.port, path: url.pathname, method: 'POST', headers: call.headers },
      (incoming) => {
        incoming.resume()
        incoming.on('end', () => resolve(incoming.statusCode === 200))
      },
    )
    outgoing.on('error', () => resolve(false))
    outgoing.end(call.body)
  })
}

export interface Target {
  url: string
  pid: number
  calls: readonly SignedCall[]
}

export interface LoadOptions {
  connections: number
  durationMs: number
}

/** Keeps `connections` requests under way for a while (a closed loop) and measures what the server does meanwhile. */
export async function burst(target: Target, { connections, durationMs }: LoadOptions): Promise<Burst> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const url = new URL(target.url)
  const latencies: number[] = []
  let failures = 0
  let next = Math.floor(Math.random() * target.calls.length)
  const end = performance.now() + durationMs
  const cpuBefore = cpuNs(target.pid)
  const start = performance.now()
  const loop = async () => {
    while (performance.now() < end) {
      next = (next + 1) % target.calls.length
      const call = target.calls[next]
      if (call === undefined) return
      const sent = performance.now()
      const isOk = await post(agent, url, call)
      latencies.push(performance.now() - sent)
      if (!isOk) failures += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
  const seconds = (performance.now() - start) / 1000
  const cpuAfter = cpuNs(target.pid)
  agent.destroy()
  latencies.sort((a, b) => a - b)
  return {
    requestsPerSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    cpuUsPerRequest:
      cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000 / latencies.length,
    failures,
  }
}

/** Of sorted values. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
