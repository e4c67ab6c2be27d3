import { HeadphoneOff, MicOff } from 'lucide-react'
import { memberName } from '../members/names.ts'
import { Avatar } from '../page/avatar.tsx'
import type { JoinedGuild } from '../state/types.ts'

/** Who sits in a voice channel. */
export const VoiceMembers = ({ guild, channelId }: { guild: JoinedGuild; channelId: string }) => {
  const states = guild.voiceStates.filter(({ channel_id }) => channel_id === channelId)
  if (states.length === 0) return null
  return (
    <ul aria-label="In this voice channel" className="mb-1 ml-7">
      {states.map((state) => {
        const member = guild.members.find(({ user }) => user.id === state.user_id)
        const name = member ? memberName(member) : state.user_id
        const isMuted = state.mute || state.self_mute
        const isDeaf = state.deaf || state.self_deaf
        return (
          <li key={state.user_id} className="flex min-h-7 items-center gap-2 text-xs text-soft">
            <Avatar user={member?.user ?? { id: state.user_id }} name={name} size={20} />
            <span className="flex-1 truncate">{name}</span>
            {isMuted && <MicOff size={13} aria-label="muted" className="text-danger" />}
            {isDeaf && <HeadphoneOff size={13} aria-label="deafened" className="text-danger" />}
          </li>
        )
      })}
    </ul>
  )
}
