import { clsx } from 'clsx'
import { TextArea } from '../../ui/index.ts'

const mostRows = 16
/** About what fits into one line of the tools. */
const lineLength = 44

const rowsOf = (text: string, wrap: boolean): number =>
  text.split('\n').reduce((rows, line) => rows + (wrap ? Math.ceil((line.length + 1) / lineLength) : 1), 0)

/** Text as it is, to be read and copied; a field, since that can be reached and scrolled by every keyboard. */
export const CodeBlock = ({ label, text, wrap = false }: { label: string; text: string; wrap?: boolean }) => (
  <TextArea
    label={label}
    readOnly
    spellCheck={false}
    wrap={wrap ? 'soft' : 'off'}
    rows={Math.min(mostRows, Math.max(1, rowsOf(text, wrap)))}
    value={text === '' ? '(empty)' : text}
    className={clsx(
      'resize-y overflow-auto font-mono text-xs leading-relaxed',
      wrap ? 'break-all whitespace-pre-wrap' : 'whitespace-pre',
    )}
  />
)
