import type { PanelField } from '../../core/analysis/panel-field.ts'

/** What a panel says of a grid pixel. */
export interface ReadOut {
  readonly y: number
  readonly x: number
  /** from the grid's top left corner's pixel centre */
  readonly yUm: number
  readonly xUm: number
  /** null where it is undefined */
  readonly value: number | null
  /** null where it is undefined, or where the panel has no arrows */
  readonly displacement: { readonly lengthUm: number; readonly angleDeg: number } | null
  /** how many embryos stand in it; null for a pair */
  readonly embryos: number | null
}

/** A panel's values at the grid pixel nearest to a position; null outside the grid. */
export function readOutAt(field: PanelField, [atY, atX]: readonly [number, number]): ReadOut | null {
  const [y, x] = [Math.round(atY), Math.round(atX)]
  if (y < 0 || x < 0 || y >= field.gridHeightPx || x >= field.gridWidthPx) return null
  const place = { y, x, yUm: y * field.umPerPx, xUm: x * field.umPerPx }
  const i = indexAt(field, y, x)
  if (i === null) return { ...place, value: null, displacement: null, embryos: null }
  const dy = field.dyUm?.[i] ?? Number.NaN
  const dx = field.dxUm?.[i] ?? Number.NaN
  const isDisplaced = Number.isFinite(dy) && Number.isFinite(dx)
  return {
    ...place,
    value: defined(field.values[i]),
    displacement: isDisplaced ? { lengthUm: Math.hypot(dy, dx), angleDeg: angleOf(dy, dx) } : null,
    embryos: field.embryosAt?.[i] ?? null,
  }
}

/** Where a grid pixel lies in the field's arrays; null outside its box. */
export function indexAt({ box }: PanelField, y: number, x: number): number | null {
  if (y < box.y0 || x < box.x0 || y >= box.y1 || x >= box.x1) return null
  return (y - box.y0) * (box.x1 - box.x0) + (x - box.x0)
}

/** 0° toward the tail, 90° toward the back, counted against the clock as it is seen: −180° < angle ≤ 180°. */
export function angleOf(dy: number, dx: number): number {
  const deg = (Math.atan2(-dy, dx) * 180) / Math.PI
  return deg === -180 ? 180 : deg + 0
}

function defined(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
