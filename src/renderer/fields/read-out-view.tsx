import type { PanelField } from '../../core/analysis/panel-field.ts'
import { formatCount, formatFigure, formatFixed } from '../format/number.ts'
import { FIELDS_TEXT as TEXT } from '../text/fields.ts'
import { cursorIn } from './cursor-mark.tsx'
import classes from './fields.module.css'
import { useFields } from './fields-store.ts'
import { type ReadOut, readOutAt } from './read-out.ts'

/** The panel's value where the cursor stands, beside its title. */
export function PanelReadOut({ index, field }: { readonly index: number; readonly field: PanelField }) {
  const at = useFields((state) => cursorIn(state, index))
  const readOut = at === null ? null : readOutAt(field, at)
  if (readOut === null) return null
  return (
    <output className={classes.panelValue} aria-live="off">
      {valueText(readOut.value, field.unit)}
    </output>
  )
}

/** A value with its unit; or that there is none. */
export function valueText(value: number | null, unit: PanelField['unit']): string {
  if (value === null) return TEXT.undefinedHere
  return unit === '' ? formatFigure(value) : `${formatFigure(value)} ${unit}`
}

interface ReadOutViewProps {
  readonly fields: readonly (PanelField | undefined)[]
  /** along the body at a grid pixel; null where it is not known */
  readonly sAt?: (y: number, x: number) => number | null
}

/** Everything at the cursor, of the panel that one points at. */
export function ReadOutView({ fields, sAt }: ReadOutViewProps) {
  const cursor = useFields((state) => state.cursor)
  const active = useFields((state) => state.active)
  const field = fields[cursor?.panel ?? active]
  const readOut = cursor && field ? readOutAt(field, cursor.yx) : null
  if (!readOut || !field) return <p className={classes.hint}>{TEXT.readOutNone}</p>
  return (
    <dl className={classes.readOut} data-testid="read-out" aria-live="polite" aria-atomic>
      {readOutRows(readOut, field, sAt?.(readOut.y, readOut.x) ?? null).map(([name, value, title]) => (
        <div key={name} title={title}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Row = readonly [name: string, value: string, title?: string]

function readOutRows(
  { y, x, yUm, xUm, value, displacement, embryos }: ReadOut,
  field: PanelField,
  s: number | null,
): Row[] {
  return [
    [TEXT.position2, TEXT.atPx(formatFixed(y, 0), formatFixed(x, 0))],
    ['', TEXT.atUm(formatFixed(yUm, 0), formatFixed(xUm, 0))],
    [TEXT.value, valueText(value, field.unit)],
    ...(displacement
      ? [
          [
            TEXT.displacement,
            TEXT.displaced(formatFixed(displacement.lengthUm, 1), formatFixed(displacement.angleDeg, 0)),
            TEXT.angleHint,
          ] as const,
        ]
      : []),
    ...(s === null ? [] : [[TEXT.alongBody, formatFixed(s, 3)] as const]),
    ...(embryos === null ? [] : [[TEXT.embryos, formatCount(embryos)] as const]),
  ]
}
