import { DiscordHono } from 'discord-hono'

/** The hello world of the fastest comparable framework, answering the same command names as ours. */
const app = new DiscordHono()
for (const name of ['config', 'note']) app.command(name, (c) => c.res('Hello'))

export default app
