import { Hash, Moon, Smartphone, Sun, Wrench } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton, useFrame } from '../../ui/index.ts'
import type { Panels } from '../app.tsx'
import { setTheme } from '../state/navigate.ts'
import { setState, usePlayground } from '../state/store.ts'
import { ActAs } from './act-as.tsx'
import { LocaleChoice } from './locale-choice.tsx'

/** The local clock, second by second. */
const useLocalNow = (): number => {
  const offsetMs = usePlayground((state) => state.offsetMs)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now + offsetMs
}

const Clock = ({ narrow }: { narrow: boolean }) => {
  const time = new Date(useLocalNow())
  return (
    <time dateTime={time.toISOString()} title="The local clock" className="shrink-0 text-xs text-faint tabular-nums">
      {time.toLocaleString('en-GB', {
        ...(!narrow && { day: 'numeric', month: 'short' }),
        hour: '2-digit',
        minute: '2-digit',
      })}
    </time>
  )
}

const Brand = () => (
  <div className="min-w-0 flex-1">
    <h1 className="truncate text-sm font-semibold">Guildhall playground</h1>
    <p className="text-xs text-faint">
      An approximation of Discord.{' '}
      <a href="/emulator/differences" target="_blank" rel="noreferrer" className="text-accent underline">
        What differs
      </a>
    </p>
  </div>
)

const connectionWords = { connecting: 'Connecting …', live: '', lost: 'Connection lost, trying again …' } as const

const Looks = () => {
  const theme = usePlayground((state) => state.theme)
  const phone = usePlayground((state) => state.phone)
  const isDark = theme === 'dark'
  return (
    <>
      <IconButton
        label={isDark ? 'Light theme' : 'Dark theme'}
        icon={isDark ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
        onClick={() => setTheme(isDark ? 'light' : 'dark')}
      />
      <IconButton
        label="Phone width"
        pressed={phone}
        icon={<Smartphone size={18} aria-hidden />}
        onClick={() => setState({ phone: !phone })}
      />
    </>
  )
}

export const TopBar = ({ panels, onToggle }: { panels: Panels; onToggle: (panel: keyof Panels) => void }) => {
  const { narrow } = useFrame()
  const connection = usePlayground((state) => state.connection)
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-rail px-3 py-1.5">
      {narrow && (
        <IconButton
          label="Servers and channels"
          icon={<Hash size={18} aria-hidden />}
          onClick={() => onToggle('channels')}
        />
      )}
      <Brand />
      <span role="status" className="text-xs text-warning">
        {connectionWords[connection]}
      </span>
      <div className={narrow ? 'order-last flex w-full items-center gap-2' : 'flex items-center gap-2'}>
        <ActAs />
        <LocaleChoice />
        <Clock narrow={narrow} />
      </div>
      <div className="flex items-center">
        <Looks />
        <IconButton
          label="Tools: inspector, switches, scenarios, people"
          pressed={panels.tools}
          icon={<Wrench size={18} aria-hidden />}
          onClick={() => onToggle('tools')}
        />
      </div>
    </header>
  )
}
