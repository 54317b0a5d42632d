import type { Page } from 'playwright-core'

/** A table as it is shown: of each row, by its row header, the texts of its cells by column. */
export type ShownTable = ReadonlyMap<string, Readonly<Record<string, string>>>

/**
 * Reads one of the window's tables.
 *
 * @throws Error where it has rows that are not drawn, because they are out of view
 */
export async function shownTable(page: Page, label: string): Promise<ShownTable> {
  const grid = page.getByRole('grid', { name: label, exact: true })
  const texts = (await grid.locator('[data-column]').evaluateAll((cells) =>
    cells.map((cell) => [
      cell.getAttribute('data-column'),
      cell.textContent,
      // a row begins with its header wherever that stands
      cell.parentElement?.getAttribute('aria-rowindex'),
      cell.getAttribute('scope') === 'row',
    ]),
  )) as [string, string, string, boolean][]
  const rows = new Map<string, Record<string, string>>()
  const names = new Map(texts.flatMap(([, text, row, isHeader]) => (isHeader ? [[row, text] as const] : [])))
  for (const [column, text, row] of texts) {
    const name = names.get(row)
    if (name === undefined) throw new Error(`row ${row} of ${label} has no header`)
    rows.set(name, { ...rows.get(name), [column]: text })
  }
  const rowCount = Number(await grid.getAttribute('aria-rowcount')) - 1
  if (rows.size !== rowCount) throw new Error(`${label} has ${rowCount} rows, and ${rows.size} are drawn`)
  return rows
}
