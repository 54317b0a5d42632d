import type { Row } from '../study/run-store.ts'

/** A row as JSON takes it: NaN and infinities are no figures. */
export function plainCells(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isFinite(value) ? null : value,
    ]),
  )
}
