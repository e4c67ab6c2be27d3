import type { ComponentType } from 'discord-api-types/v10'
import { useRender, useScope } from '../context.tsx'

interface Usable {
  type: ComponentType
  custom_id: string
  disabled?: boolean | undefined
}

export interface ComponentState {
  disabled: boolean
  /** The bot has not answered the last use yet. */
  busy: boolean
  use: (values?: string[]) => void
}

/** Whether a button or select can be used now, and what using it does. */
export const useComponent = (component: Usable): ComponentState => {
  const { interactive, disabled, pending, actions } = useRender()
  const { messageId } = useScope()
  const busy = pending !== undefined && pending.messageId === messageId && pending.customId === component.custom_id
  return {
    disabled: !interactive || disabled === true || component.disabled === true,
    busy,
    use: (values) => {
      if (busy) return
      const input = { messageId, customId: component.custom_id, kind: component.type }
      actions?.onInteract?.(values === undefined ? input : { ...input, values })
    },
  }
}
