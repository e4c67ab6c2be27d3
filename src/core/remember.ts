const remembered = new WeakMap<object, Map<string, unknown>>()

/**
 * What `make` gives for `owner`, made once per name and kept as long as `owner` lives. For values that follow from one
 * unchanging object, such as the view of one state of the settings. Callers of one name must all make the same type.
 */
export function remember<T>(owner: object, name: string, make: () => T): T {
  const known = remembered.get(owner) ?? new Map<string, unknown>()
  if (!known.has(name)) {
    known.set(name, make())
    remembered.set(owner, known)
  }
  return recall<T>(known, name)
}

/** Guarantee: one name always comes from one place, so what lies under it has that place's type. */
function recall<T>(known: Map<string, unknown>, name: string): T {
  return known.get(name) as T
}
