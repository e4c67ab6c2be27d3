import type { Context, Hono } from 'hono'
import * as z from 'zod'
import {
  deleteInput,
  dmInput,
  editInput,
  eraseMessage,
  openBotDm,
  openThread,
  pinInput,
  pinMessage,
  rewriteMessage,
  startTyping,
  threadInput,
  timeOutMember,
  timeoutInput,
  typingInput,
  uploadInput,
  uploadMessage,
} from './playground-actions.ts'
import { streamEvents } from './playground-events.ts'
import {
  channelQuery,
  commandsQuery,
  describeChannel,
  describeCommands,
  describeDms,
  describeGuild,
  describePeople,
} from './playground-views.ts'
import type { Driver } from './types.ts'

type Parse = <T>(c: Context, schema: z.ZodType<T>) => Promise<T>

const userQuery = z.object({ user: z.string().min(1) })

/** What the playground page needs beyond the fixed interface: views as one user's client, live events, small acts. */
export const addPlaygroundRoutes = (app: Hono, { world }: Driver, parse: Parse): void => {
  app.get('/emulator/events', streamEvents(world))
  app.get('/emulator/people', (c) => c.json(describePeople(world)))
  app.get('/emulator/guilds/:id', (c) =>
    c.json(describeGuild(world, c.req.param('id'), userQuery.parse(c.req.query()).user)),
  )
  app.get('/emulator/dms', (c) => c.json(describeDms(world, userQuery.parse(c.req.query()).user)))
  app.get('/emulator/channels/:id', (c) =>
    c.json(describeChannel(world, c.req.param('id'), channelQuery.parse(c.req.query()))),
  )
  app.get('/emulator/commands', (c) => c.json(describeCommands(world, commandsQuery.parse(c.req.query()))))
  app.patch('/emulator/messages', async (c) => c.json(rewriteMessage(world, await parse(c, editInput))))
  app.delete('/emulator/messages', async (c) => c.json(eraseMessage(world, await parse(c, deleteInput))))
  app.post('/emulator/uploads', async (c) => c.json(uploadMessage(world, await parse(c, uploadInput))))
  app.post('/emulator/pins', async (c) => c.json(pinMessage(world, await parse(c, pinInput))))
  app.post('/emulator/threads', async (c) => c.json(openThread(world, await parse(c, threadInput))))
  app.post('/emulator/typing', async (c) => c.json(startTyping(world, await parse(c, typingInput))))
  app.post('/emulator/timeouts', async (c) => c.json(timeOutMember(world, await parse(c, timeoutInput))))
  app.post('/emulator/dms', async (c) => c.json(openBotDm(world, await parse(c, dmInput))))
}
