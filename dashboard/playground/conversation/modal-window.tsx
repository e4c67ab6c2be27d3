import { Dialog as Base } from '@base-ui/react/dialog'
import { useId } from 'react'
import { ModalForm, RenderProvider } from '../../renderer/index.ts'
import { useFrame } from '../../ui/index.ts'
import { closeModal, submitModal } from '../state/act.ts'
import { usePlayground } from '../state/store.ts'
import { useRenderContext } from './render-context.ts'

/** The modal that the bot opened for the acting user. It stays until it is submitted or closed. */
export const ModalWindow = () => {
  const modal = usePlayground((state) => state.modal)
  const context = useRenderContext()
  const { container } = useFrame()
  const titleId = useId()
  return (
    <Base.Root open={modal !== null} onOpenChange={(open) => !open && closeModal()} disablePointerDismissal>
      <Base.Portal container={container}>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/55" />
        <Base.Popup
          aria-labelledby={titleId}
          className="fixed top-1/2 left-1/2 z-50 max-h-[92%] w-[min(94%,27.5rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl bg-page text-text shadow-pop"
        >
          {modal && (
            <RenderProvider value={context}>
              <ModalForm
                key={modal.interaction}
                modal={modal.data}
                titleId={titleId}
                busy={modal.busy}
                failure={modal.problem ?? undefined}
                onCancel={closeModal}
                onSubmit={({ fields, files }) => void submitModal(fields, files)}
              />
            </RenderProvider>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
