import type { FieldMapName } from '../core/analysis/field-map.ts'
import type { PanelRef } from '../core/analysis/panel-field.ts'

/** Colour maps: perceptually even and told apart by colour-blind readers; the first three for magnitudes, the others about zero. */
export const COLOUR_MAPS = ['viridis', 'cividis', 'magma', 'purple-orange', 'blue-red'] as const
export type ColourMapName = (typeof COLOUR_MAPS)[number]

/** Where a panel's window lies over the canonical grid. */
export interface GridWindow {
  /** the grid position in the window's middle, px; pixel centres lie at whole numbers */
  readonly centreYx: readonly [number, number]
  /** how many screen px (CSS) a grid px takes; null: as large as the panel lets the whole box be */
  readonly zoom: number | null
}

/** How values become colours. Robust limits are percentiles of what the panels that share them show; about zero they are symmetric. */
export type ColourLimits =
  | { readonly kind: 'robust'; readonly lowPct: number; readonly highPct: number }
  | { readonly kind: 'fixed'; readonly low: number; readonly high: number }

/** Something a person put onto the grid; positions are canonical px (y, x). */
export type FieldMark =
  | { readonly kind: 'probe'; readonly yx: readonly [number, number] }
  | { readonly kind: 'line'; readonly fromYx: readonly [number, number]; readonly toYx: readonly [number, number] }
  | { readonly kind: 'region'; readonly polygonYx: readonly (readonly [number, number])[] }

/** Panels that a view may have. */
export const MOST_PANELS = 12

/** A panel with what it shows and, where it is not linked, its own window and limits. */
export interface ViewPanel {
  readonly ref: PanelRef
  readonly window: GridWindow | null
  readonly limits: ColourLimits | null
}

/**
 * Everything that a view of fields is made of: the same view gives the same picture on the screen, in a file, and a year later.
 * It is kept with the study as it stands.
 */
export interface FieldView {
  readonly version: 1
  readonly map: FieldMapName
  /** 1 to `MOST_PANELS` */
  readonly panels: readonly ViewPanel[]
  /** panels in a row; null: as many as fit best */
  readonly columns: number | null
  /** shared by the panels that have none of their own */
  readonly window: GridWindow
  readonly limits: ColourLimits
  /** null: the first of the map's kind */
  readonly colours: ColourMapName | null
  readonly arrows: boolean
  /** how many times its true length an arrow is drawn; null: as long as suits the zoom */
  readonly arrowScale: number | null
  readonly outlines: { readonly source: boolean; readonly target: boolean }
  /** for pictures only: statistics stay unsmoothed (contract §10) */
  readonly smoothingUm: number
  readonly marks: readonly FieldMark[]
}
