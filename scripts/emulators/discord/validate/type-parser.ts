/** A type of the published document: what its TypeScript form can express. */
export type PublishedType =
  | { kind: 'name'; name: string }
  | { kind: 'literal'; value: string | number | boolean }
  | { kind: 'array'; element: PublishedType }
  | { kind: 'union'; options: PublishedType[] }
  | { kind: 'tuple'; elements: PublishedType[] }
  | { kind: 'object'; fields: Map<string, PublishedType>; optional: Set<string>; rest: PublishedType | null }

const tokenPattern = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$]*|-?\d+(?:\.\d+)?|[{}[\]()|&?:;,<>]/g

const isComment = (token: string): boolean => token.startsWith('/*') || token.startsWith('//')

const unquoted = (token: string): string => (token.startsWith('"') ? token.slice(1, -1) : token)

interface Reader {
  /** The next token without taking it; empty at the end. */
  peek(): string
  take(): string
  skip(token: string): boolean
  expect(token: string): void
}

const readerOf = (text: string): Reader => {
  const tokens = [...text.matchAll(tokenPattern)].map(([token]) => token).filter((token) => !isComment(token))
  let at = 0
  const peek = () => tokens[at] ?? ''
  const take = () => {
    const token = tokens[at]
    if (token === undefined) throw new Error('the published types end in the middle')
    at += 1
    return token
  }
  const skip = (token: string) => {
    if (peek() !== token) return false
    at += 1
    return true
  }
  const expect = (token: string) => {
    if (!skip(token)) throw new Error(`the published types hold "${peek()}" where "${token}" belongs (token ${at})`)
  }
  return { peek, take, skip, expect }
}

const readList = (reader: Reader, end: string): PublishedType[] => {
  const elements: PublishedType[] = []
  while (!reader.skip(end)) {
    elements.push(readUnion(reader))
    reader.skip(',')
  }
  return elements
}

const readObject = (reader: Reader): PublishedType => {
  const fields = new Map<string, PublishedType>()
  const optional = new Set<string>()
  let rest: PublishedType | null = null
  while (!reader.skip('}')) {
    if (reader.skip('[')) {
      while (!reader.skip(']')) reader.take()
      reader.expect(':')
      rest = readUnion(reader)
    } else {
      const name = unquoted(reader.take())
      if (reader.skip('?')) optional.add(name)
      reader.expect(':')
      fields.set(name, readUnion(reader))
    }
    if (!reader.skip(';')) reader.skip(',')
  }
  return { kind: 'object', fields, optional, rest }
}

const readAtom = (reader: Reader): PublishedType => {
  if (reader.skip('{')) return readObject(reader)
  if (reader.skip('[')) return { kind: 'tuple', elements: readList(reader, ']') }
  if (reader.skip('(')) {
    const inner = readUnion(reader)
    reader.expect(')')
    return inner
  }
  const token = reader.take()
  if (token.startsWith('"')) return { kind: 'literal', value: unquoted(token) }
  if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' }
  if (/^-?\d/.test(token)) return { kind: 'literal', value: Number(token) }
  return { kind: 'name', name: token }
}

const readPostfix = (reader: Reader): PublishedType => {
  let type = readAtom(reader)
  while (reader.peek() === '[') {
    reader.expect('[')
    reader.expect(']')
    type = { kind: 'array', element: type }
  }
  return type
}

const readUnion = (reader: Reader): PublishedType => {
  reader.skip('|')
  const options = [readPostfix(reader)]
  while (reader.skip('|')) options.push(readPostfix(reader))
  const [only, ...others] = options
  return only !== undefined && others.length === 0 ? only : { kind: 'union', options }
}

/** Reads the subset of TypeScript's types in which the published document is written. Throws on anything else. */
export const parseType = (text: string): PublishedType => readUnion(readerOf(text))
