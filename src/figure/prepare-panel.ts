import type { PanelField } from '../core/analysis/panel-field.ts'
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
    longUm: longDisplacementUm(field),
  }
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
