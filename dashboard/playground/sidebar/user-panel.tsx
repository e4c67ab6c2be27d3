import { HeadphoneOff, Headphones, Mic, MicOff, PhoneOff } from 'lucide-react'
import { Button, IconButton } from '../../ui/index.ts'
import { Avatar } from '../page/avatar.tsx'
import { setVoice } from '../state/act.ts'
import { usePlayground } from '../state/store.ts'
import type { JoinedGuild } from '../state/types.ts'

const useVoice = () => {
  const guild = usePlayground((state) => state.guild)
  const userId = usePlayground((state) => state.userId)
  const joined: JoinedGuild | null = guild?.joined ? guild : null
  const state = joined?.voiceStates.find(({ user_id }) => user_id === userId)
  const channel = joined?.channels.find(({ id }) => id === state?.channel_id)
  return { state, channel }
}

const VoicePanel = () => {
  const { state, channel } = useVoice()
  if (!state?.channel_id) return null
  const { self_mute: isMuted, self_deaf: isDeaf, channel_id } = state
  return (
    <section aria-label="Voice" className="border-b border-line p-2">
      <p className="px-1 text-xs font-semibold text-success">Voice connected</p>
      <p className="truncate px-1 pb-1 text-xs text-faint">{channel?.name ?? channel_id}</p>
      <div className="flex items-center gap-1">
        <IconButton
          label={isMuted ? 'Unmute' : 'Mute'}
          pressed={isMuted}
          icon={isMuted ? <MicOff size={16} aria-hidden /> : <Mic size={16} aria-hidden />}
          onClick={() => void setVoice(channel_id, !isMuted, isDeaf)}
        />
        <IconButton
          label={isDeaf ? 'Undeafen' : 'Deafen'}
          pressed={isDeaf}
          icon={isDeaf ? <HeadphoneOff size={16} aria-hidden /> : <Headphones size={16} aria-hidden />}
          onClick={() => void setVoice(channel_id, isMuted, !isDeaf)}
        />
        <span className="flex-1" />
        <Button small look="danger" onClick={() => void setVoice(null)}>
          <PhoneOff size={14} aria-hidden /> Leave voice
        </Button>
      </div>
    </section>
  )
}

/** Who acts, and the voice channel they sit in. */
export const UserPanel = () => {
  const people = usePlayground((state) => state.people)
  const userId = usePlayground((state) => state.userId)
  const guildId = usePlayground((state) => state.guildId)
  const me = people?.users.find(({ id }) => id === userId)
  if (!me) return null
  const name = me.global_name ?? me.username
  return (
    <section aria-label="You" className="border-t border-line bg-rail">
      <VoicePanel />
      <div className="flex items-center gap-2 px-3 py-2">
        <Avatar user={me} name={name} />
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">{name}</p>
          <p className="truncate text-xs text-faint">{guildId === null ? me.username : me.standing[guildId]}</p>
        </div>
      </div>
    </section>
  )
}
