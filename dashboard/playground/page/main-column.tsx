import { ChannelType } from 'discord-api-types/v10'
import type { Panels } from '../app.tsx'
import { Composer } from '../composer/composer.tsx'
import { Announcer } from '../conversation/announcer.tsx'
import { ForumView } from '../conversation/forum-view.tsx'
import { MessageArea } from '../conversation/message-area.tsx'
import { TypingLine } from '../conversation/typing-line.tsx'
import { VoiceBar } from '../conversation/voice-bar.tsx'
import { usePlayground } from '../state/store.ts'
import type { Channel } from '../state/types.ts'
import { TryNext } from '../try-next/try-next.tsx'
import { ChannelHeader } from './channel-header.tsx'
import { Outside } from './outside.tsx'
import { closedWords, isForum, isVoice, usePlace } from './place.ts'

const Conversation = ({ channel, name }: { channel: Channel; name: string }) => {
  const guild = usePlayground((state) => state.guild)
  const closed = closedWords(guild?.joined ? guild : null, channel)
  return (
    <>
      <MessageArea key={channel.id} channel={channel} name={name} />
      <Composer name={name} closed={closed} />
      <TypingLine />
      <Announcer />
    </>
  )
}

/** The middle of the page: the open channel of whatever kind, or why there is none. */
export const Main = ({ panels, onToggle }: { panels: Panels; onToggle: (panel: keyof Panels) => void }) => {
  const guild = usePlayground((state) => state.guild)
  const { channel, name } = usePlace()
  return (
    <main aria-label="Conversation" className="flex min-w-0 flex-1 flex-col bg-page">
      {channel && <ChannelHeader channel={channel} name={name} panels={panels} onToggle={onToggle} />}
      <TryNext />
      {guild && !guild.joined && <Outside guild={guild} />}
      {channel && isVoice(channel) && <VoiceBar channel={channel} />}
      {channel && isForum(channel) && <ForumView channel={channel} />}
      {channel && !isForum(channel) && channel.type !== ChannelType.GuildCategory && (
        <Conversation channel={channel} name={name} />
      )}
    </main>
  )
}
