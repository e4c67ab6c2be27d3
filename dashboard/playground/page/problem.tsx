import { X } from 'lucide-react'
import { IconButton } from '../../ui/index.ts'
import { setState, usePlayground } from '../state/store.ts'

/** What was refused last, in words, until it is closed or something else is done. */
export const Problem = () => {
  const problem = usePlayground((state) => state.problem)
  return (
    <div role="alert" className="pointer-events-none fixed inset-x-0 bottom-24 z-60 flex justify-center px-4">
      {problem !== null && (
        <div className="pointer-events-auto flex max-w-xl items-start gap-2 rounded-lg border border-danger bg-danger-wash py-2 pr-1.5 pl-3.5 text-sm text-text shadow-pop">
          <p className="min-w-0 py-1 break-words">{problem}</p>
          <IconButton
            label="Close this note"
            icon={<X size={16} aria-hidden />}
            onClick={() => setState({ problem: null })}
          />
        </div>
      )}
    </div>
  )
}
