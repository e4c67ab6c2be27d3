/** One line per message: `name: words`. Lines of another form are left out. */
export const readLines = (text: string): { user: string; content: string }[] =>
  text
    .split('\n')
    .map((line) => /^\s*([^:\s]{1,32})\s*:\s*(\S.*)$/.exec(line))
    .flatMap((match) => (match?.[1] && match[2] ? [{ user: match[1], content: match[2].trim() }] : []))
