import { Dialog as Base } from '@base-ui/react/dialog'
import { clsx } from 'clsx'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFrame } from './frame.tsx'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  className?: string
}

const backdrop = 'fixed inset-0 z-40 bg-black/55'
const closeButton = 'grid size-8 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-text'

const Head = ({ title, description }: Pick<DialogProps, 'title' | 'description'>) => (
  <div className="flex items-start gap-3 px-4 pt-3.5 pb-2">
    <div className="min-w-0 flex-1">
      <Base.Title className="text-base font-semibold text-text">{title}</Base.Title>
      {description && <Base.Description className="mt-0.5 text-sm text-soft">{description}</Base.Description>}
    </div>
    <Base.Close className={closeButton} aria-label="Close">
      <X size={18} aria-hidden />
    </Base.Close>
  </div>
)

/** A window in the middle that holds the focus until it is closed; Esc closes it. */
export const Dialog = ({ open, onClose, title, description, children, className }: DialogProps) => {
  const { container } = useFrame()
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal container={container}>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          className={clsx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[min(92%,46rem)] w-[min(94%,30rem)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-xl border border-line bg-page text-text shadow-pop',
            className,
          )}
        >
          <Head title={title} description={description} />
          <div className="min-h-0 overflow-y-auto px-4 pb-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** A panel that slides over the page from a side; used where one column fits. */
export const Drawer = ({ side, ...props }: DialogProps & { side: 'left' | 'right' }) => {
  const { container } = useFrame()
  return (
    <Base.Root open={props.open} onOpenChange={(next) => !next && props.onClose()}>
      <Base.Portal container={container}>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          className={clsx(
            'fixed inset-y-0 z-50 flex w-[min(92%,24rem)] flex-col overflow-hidden border-line bg-side text-text shadow-pop',
            side === 'left' ? 'left-0 border-r' : 'right-0 border-l',
            props.className,
          )}
        >
          <Head title={props.title} description={props.description} />
          <div className="min-h-0 flex-1 overflow-y-auto">{props.children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
