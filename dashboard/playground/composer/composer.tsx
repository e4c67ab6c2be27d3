import type { Channel } from '../state/types.ts'
import { CommandComposer } from './command-composer.tsx'
import { useComposer } from './composer-store.ts'
import { TextComposer } from './text-composer.tsx'

/** Where one writes: text, or a command with its pills. */
export const Composer = ({ name, closed }: { name: string; channel?: Channel; closed: string | null }) => {
  const draft = useComposer((state) => state.draft)
  return (
    <section aria-label="Composer" className="px-4 pt-1 pb-2">
      {draft ? (
        <CommandComposer draft={draft} />
      ) : (
        <TextComposer label={closed ?? `Message ${name}`} disabled={closed !== null} />
      )}
    </section>
  )
}
