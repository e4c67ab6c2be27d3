const functions: Record<string, (...args: number[]) => number> = {
  pow: Math.pow,
  sqrt: Math.sqrt,
  abs: Math.abs,
  exp: Math.exp,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  min: Math.min,
  max: Math.max,
}
const defaultCapSeconds = 86_400

/** Seconds-based default backoff, `min(86400, e^(2.5 n))` for the n-th retry (docs: qstash/features/retry), in ms. */
export function defaultBackoffMs(retry: number): number {
  return Math.round(Math.min(defaultCapSeconds, Math.exp(2.5 * retry)) * 1000)
}

/**
 * Evaluates an `Upstash-Retry-Delay` expression such as `pow(2, retried) * 1000`: numbers, `retried`, + - * /,
 * parentheses and the functions QStash documents. Returns milliseconds. Throws SyntaxError naming the wrong part.
 */
export function evaluateRetryDelay(expression: string, retried: number): number {
  const tokens = expression.match(/\d+(?:\.\d+)?|[a-z]+|\S/gi) ?? []
  let position = 0
  const peek = () => tokens[position]
  const take = () => tokens[position++]
  const expect = (wanted: string) => {
    const found = take()
    if (found !== wanted) throw wrong(expression, `expected "${wanted}", found "${found ?? 'the end'}"`)
  }
  const sum = (): number => {
    let value = product()
    while (peek() === '+' || peek() === '-') value = take() === '+' ? value + product() : value - product()
    return value
  }
  const product = (): number => {
    let value = factor()
    while (peek() === '*' || peek() === '/') value = take() === '*' ? value * factor() : value / factor()
    return value
  }
  const factor = (): number => {
    const token = take()
    if (token === undefined) throw wrong(expression, 'it ends too early')
    if (token === '-') return -factor()
    if (token === '(') {
      const value = sum()
      expect(')')
      return value
    }
    if (/^\d/.test(token)) return Number(token)
    if (token === 'retried') return retried
    return call(token)
  }
  const call = (name: string): number => {
    const implementation = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (implementation === undefined) throw wrong(expression, `"${name}" is unknown`)
    expect('(')
    const args = [sum()]
    while (peek() === ',') {
      take()
      args.push(sum())
    }
    expect(')')
    return implementation(...args)
  }
  const value = sum()
  if (position < tokens.length) throw wrong(expression, `unexpected "${peek()}"`)
  return Math.max(0, value)
}

function wrong(expression: string, why: string): SyntaxError {
  return new SyntaxError(`invalid Upstash-Retry-Delay "${expression}": ${why}`)
}
