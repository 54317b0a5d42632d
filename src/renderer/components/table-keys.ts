/** The row that a key moves to; null where the key moves nothing. */
export function rowToFocus(key: string, index: number, rowCount: number, pageRows: number): number | null {
  if (rowCount === 0) return null
  const within = (row: number) => Math.min(rowCount - 1, Math.max(0, row))
  switch (key) {
    case 'ArrowDown':
      return within(index + 1)
    case 'ArrowUp':
      return within(index - 1)
    case 'PageDown':
      return within(index + pageRows)
    case 'PageUp':
      return within(index - pageRows)
    case 'Home':
      return 0
    case 'End':
      return rowCount - 1
    default:
      return null
  }
}
