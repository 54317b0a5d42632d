/** What must hold of a row in a column. */
export interface Filter {
  readonly column: string
  readonly comparison: 'is' | 'is-not' | 'contains' | 'at-least' | 'at-most' | 'is-empty' | 'is-not-empty'
  readonly value: string
}
