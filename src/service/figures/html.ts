/** Text of a page, made safe; `raw` where it is HTML already. */
export interface Html {
  readonly raw: string
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter)
}

export type HtmlCell = string | number | boolean | null | undefined | Html

/** A table with a heading row; figures are set to the right. */
export function htmlTable(header: readonly string[], rows: readonly (readonly HtmlCell[])[]): string {
  const head = header.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`).join('\n')
  return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}

/** Names and what they are. */
export function htmlPairs(pairs: Readonly<Record<string, HtmlCell>>): string {
  const rows = Object.entries(pairs).map(
    ([name, value]) => `<tr><th scope="row">${escaped(name)}</th>${cellHtml(value)}</tr>`,
  )
  return `<div class="table"><table><tbody>\n${rows.join('\n')}\n</tbody></table></div>`
}

function cellHtml(value: HtmlCell): string {
  if (value === null || value === undefined) return '<td class="none">–</td>'
  if (typeof value === 'number') return `<td class="number">${numberText(value)}</td>`
  if (typeof value === 'object') return `<td>${value.raw}</td>`
  return `<td>${escaped(String(value))}</td>`
}

/** four digits; small and large ones as powers */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  const size = Math.abs(value)
  return size >= 1e6 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(4)))
}
