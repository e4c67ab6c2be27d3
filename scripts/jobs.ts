import * as z from 'zod'

const envSchema = z.object({ PUBLIC_URL: z.url().default('http://127.0.0.1:8787'), OPERATOR_TOKEN: z.string().min(1) })
const deadSchema = z.object({
  jobs: z.array(z.object({ id: z.string(), kind: z.string(), guildId: z.string(), error: z.string().nullable() })),
})

const usage = `npm run jobs dead          lists the jobs that gave up
npm run jobs retry ID      runs one of them again

Set OPERATOR_TOKEN, and PUBLIC_URL unless the bot runs on this machine.`

async function call(path: string, method: 'GET' | 'POST'): Promise<unknown> {
  const env = envSchema.safeParse(process.env)
  if (!env.success) throw new Error(usage)
  const url = new URL(path, env.data.PUBLIC_URL)
  const response = await fetch(url, { method, headers: { authorization: `Bearer ${env.data.OPERATOR_TOKEN}` } })
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

async function main([verb, id]: readonly string[]): Promise<void> {
  if (verb === 'dead') {
    const { jobs } = deadSchema.parse(await call('/internal/jobs/dead', 'GET'))
    if (jobs.length === 0) console.log('No job has given up.')
    else console.table(jobs.map((job) => ({ id: job.id, kind: job.kind, guild: job.guildId, error: job.error })))
  } else if (verb === 'retry' && id !== undefined) {
    await call(`/internal/jobs/${encodeURIComponent(id)}/retry`, 'POST')
    console.log(`${id} runs again.`)
  } else console.log(usage)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
