import { Button } from '../../ui/index.ts'
import { setVoice } from '../state/act.ts'
import { can } from '../state/permissions.ts'
import { usePlayground } from '../state/store.ts'
import type { Channel } from '../state/types.ts'

/** Join or leave the open voice channel. There is no sound: only who sits where is emulated. */
export const VoiceBar = ({ channel }: { channel: Channel }) => {
  const guild = usePlayground((state) => state.guild)
  const userId = usePlayground((state) => state.userId)
  const states = guild?.joined ? guild.voiceStates : []
  const isIn = states.some(({ user_id, channel_id }) => user_id === userId && channel_id === channel.id)
  const count = states.filter(({ channel_id }) => channel_id === channel.id).length
  return (
    <section
      aria-label="Voice channel"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-side px-4 py-2"
    >
      <p className="min-w-0 flex-1 text-sm text-soft">
        {count === 1 ? '1 person is' : `${count} people are`} in this voice channel. There is no sound here.
      </p>
      {isIn ? (
        <Button small look="danger" onClick={() => void setVoice(null)}>
          Leave voice
        </Button>
      ) : (
        <Button
          small
          look="primary"
          disabled={!can(channel.permissions, 'Connect')}
          onClick={() => void setVoice(channel.id)}
        >
          Join voice
        </Button>
      )}
    </section>
  )
}
