import type { PairColumn, PairColumns } from '../../src/renderer/pages/explore/pair-columns.ts'

/** Pairs by their columns' values: numbers, or texts. */
export function columnsOfPairs(values: Readonly<Record<string, readonly number[] | readonly string[]>>): PairColumns {
  const columns = Object.entries(values).map(([name, cells]): PairColumn => {
    const head = { name, unit: name.endsWith('_hpf') ? 'hpf' : '', meaning: '', table: 'metrics' } as const
    if (cells.every((cell) => typeof cell === 'number')) {
      return { ...head, kind: 'number', values: Float64Array.from(cells) }
    }
    const texts = ['', ...new Set(cells.map(String).filter((text) => text !== ''))]
    return { ...head, kind: 'text', texts, codes: Uint32Array.from(cells, (cell) => texts.indexOf(String(cell))) }
  })
  const rowCount = Object.values(values)[0]?.length ?? 0
  return { rowCount, untriedCount: 0, columns, byName: new Map(columns.map((column) => [column.name, column])) }
}
