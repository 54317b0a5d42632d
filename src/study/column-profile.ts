import { booleanIn, cellText, labelIn, numberIn } from './cell-values.ts'
import { type CodedColumn, ColumnCoder } from './coded-column.ts'

/** What a column of a table holds. */
export interface ColumnSummary {
  readonly name: string
  /** `flag`: nothing but booleans, `number`: nothing but numbers, missing values aside */
  readonly kind: 'text' | 'number' | 'flag'
  /** counted up to `MOST_DISTINCT` */
  readonly distinctCount: number
  /** the commonest values with their rows, at most 200 */
  readonly values: readonly { readonly value: string; readonly rowCount: number }[]
}

/** A column with more distinct values tells no groups apart: its cells are not kept. */
export const MOST_DISTINCT = 5000
const MOST_LISTED = 200

/** A cell as filters, groups and lists know it: '' for a missing value, `20251113` for pandas' `20251113.0`. */
export function columnText(cell: string): string {
  return labelIn(cellText(cell)) ?? ''
}

/** Finds out what a column holds as its cells come by, and keeps them where they repeat. */
export class ColumnProfile {
  readonly name: string
  #coder: ColumnCoder | undefined = new ColumnCoder()
  // cells as they stand in the file, so that most need not be looked at twice
  readonly #known = new Map<string, number>()
  #isNumber = true
  #isFlag = true
  #isEmpty = true

  constructor(name: string) {
    this.name = name
  }

  /** Whether any further cell can change what is known. */
  get isSettled(): boolean {
    return this.#coder === undefined && !this.#isNumber
  }

  add(cell: string): void {
    const known = this.#known.get(cell)
    if (this.#coder && known !== undefined) this.#coder.addCode(known)
    else this.#addNew(cell)
  }

  /** Takes cells that are too long to be looked at: they are text, and no two are alike. */
  addLong(): void {
    this.#isNumber = false
    this.#isFlag = false
    this.#isEmpty = false
    this.#letGo()
  }

  summary(): ColumnSummary {
    const { name } = this
    const kind = this.#isEmpty ? 'text' : this.#isFlag ? 'flag' : this.#isNumber ? 'number' : 'text'
    if (!this.#coder) return { name, kind, distinctCount: MOST_DISTINCT, values: [] }
    const { distinctCount } = this.#coder
    const isListed = kind !== 'number' || distinctCount <= MOST_LISTED
    return { name, kind, distinctCount, values: isListed ? commonest(this.#coder.column()) : [] }
  }

  /** undefined where the cells were not kept */
  column(): CodedColumn | undefined {
    return this.#coder?.column()
  }

  #addNew(cell: string): void {
    const text = columnText(cell)
    if (text !== '') {
      this.#isEmpty = false
      this.#isNumber &&= numberIn(text) !== undefined
      this.#isFlag &&= booleanIn(text) !== undefined
    }
    if (!this.#coder) return
    const code = this.#coder.add(text)
    if (this.#coder.distinctCount > MOST_DISTINCT) this.#letGo()
    else this.#known.set(cell, code)
  }

  #letGo(): void {
    this.#coder = undefined
    this.#known.clear()
  }
}

function commonest({ values, codes }: CodedColumn): { value: string; rowCount: number }[] {
  const counts = new Uint32Array(values.length)
  for (const code of codes) counts[code]++
  return values
    .map((value, code) => ({ value, rowCount: counts[code] }))
    .slice(1)
    .sort((a, b) => b.rowCount - a.rowCount)
    .slice(0, MOST_LISTED)
}
