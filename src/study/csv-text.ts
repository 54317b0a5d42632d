/** What a cell may hold; null and undefined make an empty one. */
export type CsvCell = string | number | boolean | null | undefined

/** CSV text of a header and rows: RFC 4180 with LF line ends, booleans as pandas writes them (`True`, `False`). */
export function encodeCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(encodeCell).join(',')}\n`).join('')
}

function encodeCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'boolean') return cell ? 'True' : 'False'
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
