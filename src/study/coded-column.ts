/** A column's cells, each distinct text kept once. */
export interface CodedColumn {
  /** distinct texts in the order in which they were found; the first is '', which stands for a missing value */
  readonly values: readonly string[]
  /** by row, an index into `values` */
  readonly codes: Uint16Array | Uint32Array
}

/** Collects a column's cells, row by row. */
export class ColumnCoder {
  #codes: Uint16Array | Uint32Array = new Uint16Array(1024)
  #length = 0
  readonly #values = ['']
  readonly #codeOf = new Map([['', 0]])

  /** distinct texts so far, missing values aside */
  get distinctCount(): number {
    return this.#values.length - 1
  }

  /** @returns the text's code */
  add(text: string): number {
    const code = this.#codeOf.get(text) ?? this.#newCode(text)
    this.addCode(code)
    return code
  }

  addCode(code: number): void {
    if (this.#length === this.#codes.length) this.#grow()
    this.#codes[this.#length++] = code
  }

  column(): CodedColumn {
    return { values: this.#values, codes: this.#codes.subarray(0, this.#length) }
  }

  #newCode(text: string): number {
    const code = this.#values.length
    // 16 bits hold the codes of all but a few columns
    if (code === 1 << 16) this.#codes = Uint32Array.from(this.#codes)
    this.#values.push(text)
    this.#codeOf.set(text, code)
    return code
  }

  #grow(): void {
    const length = Math.ceil(this.#codes.length * 1.5)
    const larger = this.#codes instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length)
    larger.set(this.#codes)
    this.#codes = larger
  }
}

/** A column of one text a row. */
export function codedColumn(rowCount: number, textOf: (row: number) => string): CodedColumn {
  const coder = new ColumnCoder()
  for (let row = 0; row < rowCount; row++) coder.add(textOf(row))
  return coder.column()
}

/** A row's text in the column. */
export function textIn({ values, codes }: CodedColumn, row: number): string {
  return values[codes[row]]
}
