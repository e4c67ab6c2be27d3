/**
 * Keys for parts that have no id of their own (parsed text, fields, gallery items). They are replaced as a whole and
 * never reordered, so that a part's place is its identity.
 */
export const keyed = <Item>(items: readonly Item[]): { key: string; item: Item }[] =>
  items.map((item, place) => ({ key: String(place), item }))
