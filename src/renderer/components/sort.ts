/** An order of a table's rows. */
export interface Sort {
  readonly key: string
  readonly descending: boolean
}

/** The order that a press on a column's header asks for: up, down, then as they came. */
export function nextSort(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, descending: false }
  return sort.descending ? null : { key, descending: true }
}

export type SortValue = string | number | null

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The rows in an order; those without a value come last either way, and equals stay as they came. */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: Sort | null,
  valueIn: (row: Row, key: string) => SortValue,
): readonly Row[] {
  if (!sort) return rows
  const sign = sort.descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const a = valueIn(one, sort.key)
    const b = valueIn(other, sort.key)
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : byName.compare(String(a), String(b)))
  })
}
