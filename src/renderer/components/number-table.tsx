import { formatFigure } from '../format/number.ts'
import classes from './number-table.module.css'

/** A chart's numbers: texts as they are, numbers to be written as suits the place; NaN for none. */
export interface NumberSheet {
  readonly header: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** A chart's numbers in place of its picture. */
export function NumberTable({ label, sheet }: { readonly label: string; readonly sheet: NumberSheet }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.numbers} aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            {sheet.header.map((name, column) => (
              <th key={name} scope="col" data-figure={typeof sheet.rows[0]?.[column] === 'number' || undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row) => (
            <tr key={row.slice(0, 2).join(' ')}>
              {row.map((value, column) => (
                <td key={sheet.header[column]} data-figure={typeof value === 'number' || undefined}>
                  {typeof value === 'number' ? formatFigure(value) : value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
