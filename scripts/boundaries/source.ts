import { type ESTree, parseSync } from 'rolldown/utils'

/** One file, parsed. `path` is relative to the root of the repository, with `/`. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly program: ESTree.Program
  readonly comments: readonly { start: number; end: number; value: string }[]
  readonly lineCount: number
  /** Of an offset in `text`; the first line is 1. */
  lineAt(offset: number): number
}

export interface Violation {
  file: string
  line: number
  rule: string
  /** What is wrong and what to do instead. */
  message: string
}

export type Report = (offset: number, rule: string, message: string) => void

/** Parses TypeScript. Throws an `Error` that names the file when it does not parse. */
export function parseSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text)
  const [first] = errors
  if (first !== undefined) throw new Error(`${path} does not parse: ${first.message}`)
  const starts = lineStarts(text)
  const last = starts.at(-1) === text.length ? starts.length - 1 : starts.length
  return { path, text, program, comments, lineCount: last, lineAt: (offset) => countUpTo(starts, offset) }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function countUpTo(sorted: readonly number[], offset: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
