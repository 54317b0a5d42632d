/**
 * What a picture is made of, in px (CSS) from its top left; drawn in order. A painter puts the same onto a canvas, into SVG, or on paper.
 * Colours are `#rrggbb`.
 */
export interface Scene {
  readonly widthPx: number
  readonly heightPx: number
  /** null: see-through */
  readonly background: string | null
  readonly items: readonly SceneItem[]
}

export type SceneItem = SceneGroup | SceneImage | ScenePath | SceneText

/** Items cut to a rectangle. */
export interface SceneGroup {
  readonly kind: 'group'
  /** for a reader of the SVG: `panel-1`, `colour-bar` */
  readonly id: string
  readonly clip: Rect | null
  readonly items: readonly SceneItem[]
}

/** Pixels, drawn as sharp squares; never smoothed. */
export interface SceneImage {
  readonly kind: 'image'
  readonly at: Rect
  readonly widthPx: number
  readonly heightPx: number
  /** 4 × widthPx × heightPx, row-major; see-through where a value is undefined */
  readonly rgba: Uint8ClampedArray
}

/** Straight lines; `closed` ones are filled where `fill` is given. */
export interface ScenePath {
  readonly kind: 'path'
  /** each line x, y, x, y, … */
  readonly lines: readonly Float32Array[]
  readonly closed: boolean
  readonly stroke: string | null
  readonly strokePx: number
  readonly dash: readonly number[]
  readonly fill: string | null
}

export interface SceneText {
  readonly kind: 'text'
  readonly x: number
  /** of the letters' baseline */
  readonly y: number
  readonly text: string
  readonly sizePx: number
  readonly fill: string
  readonly anchor: 'start' | 'middle' | 'end'
  readonly weight: 'normal' | 'bold'
  /** drawn around the letters, so that they are read over a field; null for none */
  readonly halo: string | null
  /** degrees, clockwise, about (x, y) */
  readonly turnedDeg: number
}

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
