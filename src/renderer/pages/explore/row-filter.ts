import type { Filter } from '../../components/filter.ts'
import { type PairColumns, textAt } from './pair-columns.ts'

/** What a search looks through. */
const SEARCHED = ['pair_id', 'src_embryo_id', 'tgt_embryo_id']
/** columns of lists: a value is any of what its semicolons part */
const LISTS = /_flags$/

/** The rows of which all filters hold, and in whose pair or embryos the search is found. */
export function filterRows(pairs: PairColumns, filters: readonly Filter[], search: string): number[] {
  const wanted = search.trim().toLowerCase()
  const isFound = (row: number) =>
    wanted === '' || SEARCHED.some((name) => textAt(pairs, name, row).toLowerCase().includes(wanted))
  const rows = Array.from({ length: pairs.rowCount }, (_, row) => row)
  return rows.filter((row) => isFound(row) && filters.every((filter) => holds(pairs, filter, row)))
}

function holds(pairs: PairColumns, { column, comparison, value }: Filter, row: number): boolean {
  const text = textAt(pairs, column, row)
  switch (comparison) {
    case 'is-empty':
      return text === ''
    case 'is-not-empty':
      return text !== ''
    case 'at-least':
      return text !== '' && Number(text) >= Number(value)
    case 'at-most':
      return text !== '' && Number(text) <= Number(value)
    case 'contains':
      return text.toLowerCase().includes(value.toLowerCase())
    case 'is':
      return isValue(column, text, value)
    case 'is-not':
      return !isValue(column, text, value)
  }
}

function isValue(column: string, text: string, value: string): boolean {
  if (LISTS.test(column)) return text.split(';').includes(value)
  return text === value || (text !== '' && value.trim() !== '' && Number(text) === Number(value))
}
