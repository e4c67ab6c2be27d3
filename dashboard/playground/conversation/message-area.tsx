import { MessageList, RenderProvider } from '../../renderer/index.ts'
import { Button, ContextMenu, useRoving } from '../../ui/index.ts'
import { showOlder } from '../state/navigate.ts'
import { type Note, usePlayground, type Waiting } from '../state/store.ts'
import type { Channel, ChannelMessage, ChannelMessages } from '../state/types.ts'
import { FailedRow, failureWords, WaitingRow } from './local-rows.tsx'
import { useMessageMenu } from './message-menu.tsx'
import { useRenderContext } from './render-context.ts'
import { ThreadDialog } from './thread-dialog.tsx'
import { Toolbar } from './toolbar.tsx'
import { useHovered } from './use-hovered.ts'

const none: ChannelMessage[] = []

/** What happened to commands and presses of the acting user in this channel. */
const useLocal = (channelId: string) => {
  const userId = usePlayground((state) => state.userId)
  const notes = usePlayground((state) => state.notes)
  const waiting = usePlayground((state) => state.waiting)
  const mine = notes.filter((note) => note.userId === userId && note.channelId === channelId)
  return {
    failures: Object.fromEntries(
      mine.flatMap(({ messageId, text }) => (messageId === null ? [] : [[messageId, failureWords(text)]])),
    ),
    failed: mine.filter(({ messageId }) => messageId === null),
    pending: waiting.filter(
      (entry) => entry.command !== null && entry.userId === userId && entry.channelId === channelId,
    ),
  }
}

const useUnreadFrom = (messages: readonly ChannelMessage[]): string | undefined => {
  const readUntil = usePlayground((state) => state.readUntil)
  if (readUntil === null) return undefined
  const at = messages.findIndex(({ id }) => id === readUntil)
  return at < 0 ? undefined : messages.slice(at + 1).find(({ visibleTo }) => visibleTo === null)?.id
}

const Start = ({ name }: { name: string }) => (
  <div className="px-4 pt-8 pb-4">
    <h3 className="text-2xl font-bold">Welcome to {name}</h3>
    <p className="text-sm text-soft">Nothing stands before this. Type / to see what the bot can do.</p>
  </div>
)

/** Above the oldest message that is shown: the beginning of the channel, or the way to older ones. */
const Top = ({ data, name }: { data: ChannelMessages; name: string }) =>
  data.messages.length === data.total ? (
    <Start name={name} />
  ) : (
    <div className="grid place-items-center p-3">
      <Button small onClick={() => void showOlder()}>
        Show older messages
      </Button>
    </div>
  )

const UnderWay = ({ pending, failed }: { pending: Waiting[]; failed: Note[] }) => {
  const app = usePlayground((state) => state.people?.application.name ?? 'the app')
  return (
    <ul aria-label="Your commands under way">
      {pending.map((waiting) => (
        <WaitingRow key={waiting.id} waiting={waiting} app={app} />
      ))}
      {failed.map((note) => (
        <FailedRow key={note.id} note={note} />
      ))}
    </ul>
  )
}

/** The messages of a channel with what can be done to them, and the acting user's commands under way. */
export const MessageArea = ({ channel, name }: { channel: Channel; name: string }) => {
  const data = usePlayground((state) => state.messages)
  const context = useRenderContext()
  const messages = data?.messages ?? none
  const { failures, failed, pending } = useLocal(channel.id)
  const { groupsFor, reactionsFor, threadFor, closeThread } = useMessageMenu(channel)
  const { ref, hovered, menuFor, hold } = useHovered()
  const rows = useRoving<HTMLDivElement>('[data-message-id]', true)
  const shown = messages.find(({ id }) => id === hovered?.messageId)
  const asked = messages.find(({ id }) => id === menuFor)
  const unreadFrom = useUnreadFrom(messages)
  return (
    // Reversed, so that the browser keeps the newest message in view while more arrive.
    <section aria-label={`Messages in ${name}`} className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto">
      <div ref={rows} className="mt-auto">
        <ContextMenu
          groups={() => (asked ? groupsFor(asked) : [])}
          trigger={<div ref={ref} className="relative pb-2" />}
        >
          {data && <Top data={data} name={name} />}
          <RenderProvider value={context}>
            <MessageList messages={messages} failures={failures} unreadFrom={unreadFrom} />
          </RenderProvider>
          {shown && hovered && (
            <Toolbar
              message={shown}
              top={hovered.top}
              groups={groupsFor(shown)}
              reactions={reactionsFor(shown)}
              onMenu={hold}
            />
          )}
        </ContextMenu>
        <UnderWay pending={pending} failed={failed} />
      </div>
      <ThreadDialog open={threadFor !== null} onClose={closeThread} title="Create a thread" message={threadFor} />
    </section>
  )
}
