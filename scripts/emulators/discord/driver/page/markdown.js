/* The part of Discord's markdown that bots use, as a tree: blocks hold inline nodes, nothing here touches the page. */

const inside = (mark) => `((?:\\\\[\\s\\S]|[^\\\\])+?)${mark}`

const nest = (kind) => (match) => ({ kind, children: parseInline(match[1]) })
const withId = (kind) => (match) => ({ kind, id: match[1] })
const text = (value) => ({ kind: 'text', text: value })
const link = (match) => ({ kind: 'link', url: match[1], children: [text(match[1])] })

/* Tried in this order at every position; all sticky. Discord docs: reference#message-formatting. */
const rules = [
  [/\\([^\sA-Za-z0-9])/y, (match) => text(match[1])],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (match) => ({ kind: 'code', text: match[2].trim() })],
  [/<@!?(\d+)>/y, withId('user')],
  [/<@&(\d+)>/y, withId('role')],
  [/<#(\d+)>/y, withId('channel')],
  [/<\/([^:>]{1,100}):\d+>/y, (match) => ({ kind: 'command', name: match[1] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (match) => ({ kind: 'time', seconds: +match[1], style: match[2] ?? 'f' })],
  [/<a?:(\w{2,32}):\d+>/y, (match) => ({ kind: 'emoji', name: match[1] })],
  [/@(everyone|here)\b/y, (match) => ({ kind: 'everyone', name: match[1] })],
  [/<(https?:\/\/[^>\s]+)>/y, link],
  [
    /\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/y,
    (match) => ({ kind: 'link', url: match[2], children: parseInline(match[1]) }),
  ],
  [/(https?:\/\/[^\s<>]*[^\s<>.,:;"')\]*_~|])/y, link],
  [new RegExp(`\\*\\*${inside('\\*\\*')}(?!\\*)`, 'y'), nest('bold')],
  [new RegExp(`__${inside('__')}(?!_)`, 'y'), nest('underline')],
  [new RegExp(`~~${inside('~~')}(?!~)`, 'y'), nest('strike')],
  [/\*(?!\s)((?:\\[\s\S]|\*\*|[^\\*])+?)\*(?!\*)/y, nest('italic')],
  [/(?<!\w)_((?:\\[\s\S]|__|[^\\_])+?)_(?!\w)/y, nest('italic')],
]

const plain = /[^\\`<@[h*_~]+|[\s\S]/y

const matchAt = (source, at) => {
  for (const [pattern, build] of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) return { node: build(match), length: match[0].length }
  }
  plain.lastIndex = at
  const [word] = plain.exec(source)
  return { node: text(word), length: word.length }
}

export const parseInline = (source) => {
  const nodes = []
  let at = 0
  while (at < source.length) {
    const { node, length } = matchAt(source, at)
    const last = nodes.at(-1)
    if (node.kind === 'text' && last?.kind === 'text') last.text += node.text
    else nodes.push(node)
    at += length
  }
  return nodes
}

const listItem = /^( *)(?:[-*]|(\d{1,9})\.) +(.+)$/

/* One block from the start of the lines, and how many lines it takes; null for an ordinary line. */
const specialBlock = (lines) => {
  const [line] = lines
  const heading = /^(#{1,3}) +(.+)$/.exec(line)
  if (heading)
    return { block: { kind: 'heading', level: heading[1].length, children: parseInline(heading[2]) }, taken: 1 }
  const subtext = /^-# +(.+)$/.exec(line)
  if (subtext) return { block: { kind: 'subtext', children: parseInline(subtext[1]) }, taken: 1 }
  if (line.startsWith('>>> ')) {
    const quoted = [line.slice(4), ...lines.slice(1)]
    return { block: { kind: 'quote', children: parseLines(quoted) }, taken: lines.length }
  }
  if (/^> /.test(line)) {
    const quoted = takeWhile(lines, (entry) => /^>(?: |$)/.test(entry)).map((entry) => entry.slice(2))
    return { block: { kind: 'quote', children: parseLines(quoted) }, taken: quoted.length }
  }
  return listItem.test(line) ? listBlock(lines) : null
}

const takeWhile = (list, fits) => {
  const end = list.findIndex((entry) => !fits(entry))
  return end === -1 ? list : list.slice(0, end)
}

const listBlock = (lines) => {
  const ordered = (line) => listItem.exec(line)?.[2] !== undefined
  const wanted = ordered(lines[0])
  const taken = takeWhile(lines, (line) => listItem.test(line) && ordered(line) === wanted)
  const items = taken.map((line) => {
    const [, indent, , content] = listItem.exec(line)
    return { depth: Math.min(3, Math.floor(indent.length / 2)), children: parseInline(content) }
  })
  const start = Number(listItem.exec(lines[0])[2] ?? 1)
  return { block: { kind: 'list', ordered: wanted, start, items }, taken: taken.length }
}

const parseLines = (lines) => {
  const blocks = []
  let words = []
  const flush = () => {
    if (words.some((line) => line.trim() !== ''))
      blocks.push({ kind: 'paragraph', children: parseInline(words.join('\n')) })
    words = []
  }
  for (let at = 0; at < lines.length; ) {
    const special = specialBlock(lines.slice(at))
    if (special) {
      flush()
      blocks.push(special.block)
    } else words.push(lines[at])
    at += special ? special.taken : 1
  }
  flush()
  return blocks
}

/* Code blocks come first: nothing inside them means anything. */
export const parseMarkdown = (source) =>
  source.split(/(```[\s\S]+?```)/).flatMap((part) => {
    const fenced = /^```(?:[\w+#.-]+\n)?\n?([\s\S]+?)\n?```$/.exec(part)
    if (fenced) return [{ kind: 'codeblock', text: fenced[1] }]
    return parseLines(part.replace(/^\n|\n$/g, '').split('\n'))
  })
