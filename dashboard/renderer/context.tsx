import { createContext, type ReactNode, useContext } from 'react'
import type { MessageScope, RenderContext } from './types.ts'

const nothingKnown: RenderContext = {
  resolve: {},
  now: () => Date.now(),
  locale: 'en-US',
  interactive: false,
}

const Shared = createContext<RenderContext>(nothingKnown)
const Scope = createContext<MessageScope>({ messageId: undefined, attachments: [], mentions: [] })

/** The context as it is, without interactive selects: for static pages. */
export const StaticProvider = ({ value, children }: { value: RenderContext; children: ReactNode }) => (
  <Shared value={value}>{children}</Shared>
)

export const ScopeProvider = ({ value, children }: { value: MessageScope; children: ReactNode }) => (
  <Scope value={value}>{children}</Scope>
)

export const useRender = (): RenderContext => useContext(Shared)

/** The message around a component; outside of one its id is undefined. */
export const useScope = (): MessageScope => useContext(Scope)
