import { type ReactNode, useMemo } from 'react'
import { InteractiveSelect } from './components/interactive-select.tsx'
import { StaticProvider } from './context.tsx'
import type { RenderContext } from './types.ts'

export interface RenderProviderProps {
  /** Keep it stable (`useMemo`) while nothing in it changes: every message below reads it. */
  value: RenderContext
  children: ReactNode
}

/** The context of everything rendered below, with selects that open. Import `renderer.css` once beside it. */
export const RenderProvider = ({ value, children }: RenderProviderProps) => {
  const context = useMemo(() => ({ select: InteractiveSelect, ...value }), [value])
  return (
    <StaticProvider value={context}>
      <div className="dm-root" data-theme={value.theme ?? 'dark'}>
        {children}
      </div>
    </StaticProvider>
  )
}
