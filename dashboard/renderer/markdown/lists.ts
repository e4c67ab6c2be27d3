/** One bullet or number with its text; continuation lines belong to it. */
export interface ListLine {
  indent: number
  ordered: boolean
  start: number
  text: string
}

export interface ListTree {
  ordered: boolean
  start: number
  items: { text: string; children: ListTree[] }[]
}

const marker = '(?:[*-]|\\d{1,9}\\.) +'
const itemPattern = new RegExp(
  `( *)([*-]|\\d{1,9}\\.) +((?:\`\`\`[\\s\\S]*?\`\`\`|[^\\n])+(?:\\n {2,}(?! *${marker})[^\\n]+)*)(?:\\n|$)`,
  'y',
)

/** The list items that the source begins with, and how many characters they take; none is a length of 0. */
export const scanList = (source: string): { lines: ListLine[]; length: number } => {
  const lines: ListLine[] = []
  let length = 0
  while (length < source.length) {
    itemPattern.lastIndex = length
    const match = itemPattern.exec(source)
    if (!match) break
    const [all, indent = '', bullet = '', text = ''] = match
    const ordered = bullet.endsWith('.')
    lines.push({ indent: indent.length, ordered, start: ordered ? Number.parseInt(bullet, 10) : 1, text })
    length += all.length
  }
  return { lines, length }
}

/** Deeper lines hang below the line before them; a change between bullets and numbers begins a list of its own. */
export const treeOf = (lines: readonly ListLine[]): ListTree[] => {
  const trees: ListTree[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at]
    if (!line) break
    const end = lines.findIndex((entry, index) => index > at && entry.indent <= line.indent)
    const below = lines.slice(at + 1, end === -1 ? lines.length : end)
    const item = { text: line.text, children: treeOf(below) }
    const last = trees.at(-1)
    if (last && last.ordered === line.ordered) last.items.push(item)
    else trees.push({ ordered: line.ordered, start: line.start, items: [item] })
    at += 1 + below.length
  }
  return trees
}
