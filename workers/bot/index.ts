import { type App, createApp, type Execution } from '../../src/app/index.ts'
import { features } from '../../src/features/index.ts'
import { parseEnv } from '../../src/platform/env.ts'

let app: App | undefined

/** Made with the first request of the isolate, since that is when the bindings are known. */
function appOf(env: unknown): App {
  app ??= createApp(parseEnv(env), features)
  return app
}

export default {
  fetch(request: Request, env: unknown, execution: Execution): Promise<Response> {
    return appOf(env).fetch(request, execution)
  },
  scheduled(controller: { scheduledTime: number }, env: unknown, execution: Execution): Promise<void> {
    return appOf(env).scheduled(controller.scheduledTime, execution)
  },
}
