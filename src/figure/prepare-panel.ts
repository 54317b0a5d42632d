import type { PanelField } from '../core/analysis/panel-field.ts'
import type { Box } from '../core/mask/tight-box.ts'
import { longDisplacementUm } from './arrows.ts'
import type { ColourTable, ValueRange } from './colour-maps.ts'
import { outlinePolygons } from './outline.ts'
import { rasterOf } from './raster.ts'

/** What a panel's values are drawn in. */
export interface PanelColours {
  readonly range: ValueRange
  readonly table: ColourTable
}

/** A panel's parts that don't depend on where its window lies: made once, drawn many times. */
export interface PreparedPanel {
  readonly field: PanelField
  readonly colours: PanelColours
  /** of the field's box, 4 × its pixels; see-through where a value is undefined */
  readonly rgba: Uint8ClampedArray
  /** closed, x, y, … on the canonical grid */
  readonly sourceOutline: readonly Float32Array[]
  readonly targetOutline: readonly Float32Array[]
  /** of the field's box, the part that shows something */
  readonly shown: Box
  /** see `longDisplacementUm` */
  readonly longUm: number
}

export function preparePanel(field: PanelField, colours: PanelColours): PreparedPanel {
  return {
    field,
    colours,
    rgba: rasterOf(field.values, colours.range, colours.table),
    sourceOutline: gridOutline(field, field.sourceMask),
    targetOutline: gridOutline(field, field.targetMask),
    shown: shownBox(field),
    longUm: longDisplacementUm(field),
  }
}

/** The part of a field's box that holds its defined values and its masks; the box where there are none. */
export function shownBox({ box, values, sourceMask, targetMask }: PanelField): Box {
  const width = box.x1 - box.x0
  let [y0, x0, y1, x1] = [box.y1, box.x1, box.y0, box.x0]
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) && !sourceMask?.[i] && !targetMask?.[i]) continue
    const [y, x] = [box.y0 + Math.floor(i / width), box.x0 + (i % width)]
    y0 = Math.min(y0, y)
    y1 = Math.max(y1, y + 1)
    x0 = Math.min(x0, x)
    x1 = Math.max(x1, x + 1)
  }
  return y1 > y0 ? { y0, x0, y1, x1 } : box
}

/** The same panel in other colours. */
export function recoloured(panel: PreparedPanel, colours: PanelColours): PreparedPanel {
  return { ...panel, colours, rgba: rasterOf(panel.field.values, colours.range, colours.table) }
}

function gridOutline({ box }: PanelField, mask: Uint8Array | null): Float32Array[] {
  if (mask === null) return []
  const polygons = outlinePolygons({ heightPx: box.y1 - box.y0, widthPx: box.x1 - box.x0, data: mask })
  return polygons.map((polygon) => polygon.map((value, i) => value + (i % 2 === 0 ? box.x0 : box.y0)))
}
