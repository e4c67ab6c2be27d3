/** The SQLSTATE of a failed statement (Postgres docs: Appendix A), wherever the driver put it; `undefined` for other errors. */
export function sqlState(error: unknown): string | undefined {
  return field(error, 'code', /^[0-9A-Z]{5}$/)
}

/** The name of the constraint that a statement violated. */
export function constraintOf(error: unknown): string | undefined {
  return field(error, 'constraint', /./)
}

/** Drizzle wraps single statements (`cause`), batches fail with the driver's own error: both are looked at. */
function field(error: unknown, name: string, pattern: RegExp): string | undefined {
  if (!(error instanceof Error)) return undefined
  const value: unknown = Reflect.get(error, name)
  if (typeof value === 'string' && pattern.test(value)) return value
  return field(error.cause, name, pattern)
}
