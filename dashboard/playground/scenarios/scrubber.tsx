import { Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { IconButton } from '../../ui/index.ts'

const stepMs = 1_200

export interface ScrubberProps {
  /** How many steps there are to look at. */
  of: number
  /** 0 is before the first step. */
  at: number
  onMove: (at: number) => void
}

/** Goes on by itself while it plays, and stops at the end. */
const usePlaying = ({ of, at, onMove }: ScrubberProps) => {
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    if (at >= of) {
      setPlaying(false)
      return
    }
    const timer = setTimeout(() => onMove(at + 1), stepMs)
    return () => clearTimeout(timer)
  }, [playing, at, of, onMove])
  const toggle = () => {
    if (!playing && at >= of) onMove(0)
    setPlaying(!playing)
  }
  return { playing, toggle }
}

/** Play, pause, step, jump: the arrow keys move the slider by one step. */
export const Scrubber = (props: ScrubberProps) => {
  const { of, at, onMove } = props
  const { playing, toggle } = usePlaying(props)
  const id = useId()
  return (
    <div className="flex items-center gap-1">
      <IconButton
        label="One step back"
        icon={<SkipBack size={16} aria-hidden />}
        disabled={at === 0}
        onClick={() => onMove(at - 1)}
      />
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        icon={playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
        disabled={of === 0}
        onClick={toggle}
      />
      <IconButton
        label="One step on"
        icon={<SkipForward size={16} aria-hidden />}
        disabled={at >= of}
        onClick={() => onMove(at + 1)}
      />
      <label htmlFor={id} className="sr-only">
        Step
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={of}
        value={at}
        aria-valuetext={`step ${at} of ${of}`}
        onChange={(event) => onMove(Number(event.target.value))}
        className="min-w-0 flex-1 accent-(--g-accent)"
      />
      <output htmlFor={id} className="shrink-0 text-xs text-soft tabular-nums">
        {at} / {of}
      </output>
    </div>
  )
}
