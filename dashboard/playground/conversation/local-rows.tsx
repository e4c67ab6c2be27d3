import { X } from 'lucide-react'
import { noAnswer } from '../../renderer/index.ts'
import { IconButton } from '../../ui/index.ts'
import { dropNote } from '../state/act.ts'
import type { Note, Waiting } from '../state/store.ts'

/** Discord's words first, then what this page knows beyond them. */
export const failureWords = (text: string): string => (text.startsWith(noAnswer) ? text : `${noAnswer}. ${text}`)

/** A command on its way: the bot has not answered yet. */
export const WaitingRow = ({ waiting, app }: { waiting: Waiting; app: string }) => (
  <li className="px-4 py-1 pl-18 text-sm text-faint italic">
    Sending {waiting.command} to {app} …
  </li>
)

/** A command that failed; only the acting user sees it, as an ephemeral message. */
export const FailedRow = ({ note }: { note: Note }) => (
  <li className="mx-4 my-1 flex items-center gap-2 rounded-md bg-danger-wash py-1 pr-1 pl-4 text-sm">
    <p className="flex-1">
      {note.command && <span className="mr-2 font-medium">{note.command}</span>}
      <span role="alert" className="text-danger">
        {failureWords(note.text)}
      </span>
      <span className="block text-xs text-faint">Only you can see this</span>
    </p>
    <IconButton label="Dismiss" icon={<X size={15} aria-hidden />} onClick={() => dropNote(note.id)} />
  </li>
)
