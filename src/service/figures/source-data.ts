import type { PanelField } from '../../core/analysis/panel-field.ts'
import { encodeCsv } from '../../study/csv-text.ts'

const HEADER = ['panel', 'title', 'y_px', 'x_px', 'value', 'unit', 'dy_um', 'dx_um', 'embryos']

/** The numbers behind a figure as CSV: a row for each panel's pixel that has a value, at its place on the canonical grid; unsmoothed. */
export function sourceDataCsv(fields: readonly PanelField[]): string {
  const rows = fields.flatMap((field, panel) => {
    const { box, values, dyUm, dxUm, embryosAt, unit } = field
    const title = field.title.join(' ')
    const width = box.x1 - box.x0
    return Array.from(values.keys())
      .filter((i) => !Number.isNaN(values[i]))
      .map((i) => [
        String.fromCharCode(97 + panel),
        title,
        box.y0 + Math.floor(i / width),
        box.x0 + (i % width),
        values[i],
        unit,
        defined(dyUm?.[i]),
        defined(dxUm?.[i]),
        embryosAt?.[i],
      ])
  })
  return encodeCsv(HEADER, rows)
}

function defined(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value
}
