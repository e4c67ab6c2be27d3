import { serve } from '@hono/node-server'
import { createApp } from '../../src/app/index.ts'
import { features } from '../../src/features/index.ts'
import { parseEnv } from '../../src/platform/env.ts'
import worker from '../../workers/bot/index.ts'

export interface NodeWorker {
  scheduled(time: number): Promise<void>
  /** Resolves when nothing is left in the background. */
  idle(): Promise<void>
  /** As a new isolate: what the old one kept in memory is gone. */
  restart(): void
  /** Waits for background work to end, then closes the port. */
  stop(): Promise<void>
}

/** The Worker's own entry point behind a Node server, with background work kept track of as the platform does. */
export async function startNodeWorker({
  port,
  env,
}: {
  port: number
  env: Record<string, string>
}): Promise<NodeWorker> {
  const background = new Set<Promise<unknown>>()
  const execution = {
    waitUntil(work: Promise<unknown>) {
      background.add(work)
      void work.finally(() => background.delete(work))
    },
  }
  let app: Pick<ReturnType<typeof createApp>, 'fetch' | 'scheduled'> | undefined
  const drain = async () => {
    while (background.size > 0) await Promise.allSettled(background)
  }
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const made = serve(
      {
        fetch: (request) => (app ? app.fetch(request, execution) : worker.fetch(request, env, execution)),
        hostname: '127.0.0.1',
        port,
      },
      () => resolve(made),
    )
  })
  return {
    idle: drain,
    restart() {
      app = createApp(parseEnv(env), features)
    },
    async scheduled(time) {
      await (app ? app.scheduled(time, execution) : worker.scheduled({ scheduledTime: time }, env, execution))
      await drain()
    },
    async stop() {
      await drain()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
