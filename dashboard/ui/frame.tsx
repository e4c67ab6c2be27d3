import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

interface Frame {
  /** Where dialogs and menus are put, so that they stay inside the phone frame. */
  container: HTMLElement | null
  /** True when only one column fits. */
  narrow: boolean
  /** True when all columns fit beside each other. */
  roomy: boolean
}

const FrameContext = createContext<Frame>({ container: null, narrow: false, roomy: true })

const oneColumnBelow = 760
const allColumnsFrom = 1600

const roomIn = (width: number) => ({ narrow: width < oneColumnBelow, roomy: width >= allColumnsFrom })

/** The box that the whole page lives in; its width, not the window's, decides what is shown beside what. */
export const AppFrame = ({ className, children }: { className?: string; children: ReactNode }) => {
  const [container, setContainer] = useState<HTMLElement | null>(null)
  const [width, setWidth] = useState(window.innerWidth)
  const { narrow, roomy } = roomIn(width)
  useEffect(() => {
    if (!container) return
    const observer = new ResizeObserver(() => setWidth(container.clientWidth))
    observer.observe(container)
    return () => observer.disconnect()
  }, [container])
  const value = useMemo(() => ({ container, narrow, roomy }), [container, narrow, roomy])
  return (
    <div ref={setContainer} className={className}>
      <FrameContext value={value}>{children}</FrameContext>
    </div>
  )
}

export const useFrame = (): Frame => useContext(FrameContext)
