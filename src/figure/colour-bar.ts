import { ticks } from 'd3-array'
import type { PanelField } from '../core/analysis/panel-field.ts'
import type { Appearance } from './appearance.ts'
import { COLOUR_COUNT, type ColourTable } from './colour-maps.ts'
import { valueText } from './lengths.ts'
import type { FoundLimits } from './limits.ts'
import type { SceneGroup, SceneItem, SceneText } from './scene.ts'
import { closedPath, openPath, rectLine, sceneText } from './scene-parts.ts'
import { TEXT_PX } from './text-style.ts'
import { textThatFits, textWidthPx } from './text-width.ts'

export interface ColourBar {
  readonly limits: FoundLimits
  readonly table: ColourTable
  /** `Displacement (debiased), µm` */
  readonly label: string
  readonly kind: PanelField['kind']
}

const BAR_PX = 9
const TICK_PX = 3
/** how high a colour bar is with its label, ticks and the line that says how its limits were found, px */
export const COLOUR_BAR_HEIGHT_PX = 46

/**
 * A colour bar of a width, its top left at (x, y): its label above, limits and round values below, and how the limits were found. Its ends are
 * pointed where values lie beyond them.
 */
export function colourBar(bar: ColourBar, x: number, y: number, width: number, look: Appearance): SceneGroup {
  const { limits, table, label } = bar
  const top = y + 14
  const inner = { x: x + BAR_PX, width: width - 2 * BAR_PX }
  const valueX = (value: number) => inner.x + ((value - limits.low) / (limits.high - limits.low)) * inner.width
  const under = top + BAR_PX
  const values = barTicks(limits, inner.width)
  const small = { sizePx: TEXT_PX.small, anchor: 'middle' } as const
  return {
    kind: 'group',
    id: 'colour-bar',
    clip: null,
    items: [
      barLabel(label, inner.x, y + 8, width, look),
      {
        kind: 'image',
        at: { x: inner.x, y: top, width: inner.width, height: BAR_PX },
        widthPx: COLOUR_COUNT,
        heightPx: 1,
        rgba: barPixels(table),
      },
      ...barEnds(bar, inner.x, top, inner.width, look),
      openPath(
        values.map((value) => Float32Array.of(valueX(value), under, valueX(value), under + TICK_PX)),
        look.dimmed,
        0.8,
      ),
      ...values.map((value) => sceneText(valueX(value), under + TICK_PX + 8.5, valueText(value), look.text, small)),
      sceneText(inner.x, under + TICK_PX + 19.5, limitsText(bar), look.dimmed, { sizePx: TEXT_PX.small - 0.5 }),
    ],
  }
}

/** smaller where it is long, and cut where it is longer still */
/** an SVG is read with whatever font is at hand: bold letters of a wide one take so much more room than Arial's */
const WIDER_FONTS = 1.16

function barLabel(label: string, x: number, y: number, width: number, { text }: Appearance): SceneText {
  const room = width / WIDER_FONTS
  const sizePx = textWidthPx(label, TEXT_PX.label, 'bold') <= room ? TEXT_PX.label : TEXT_PX.small
  return sceneText(x, y, textThatFits(label, room, sizePx, 'bold'), text, { sizePx, weight: 'bold' })
}

/** How a bar's limits were found, in words. */
export function limitsText({ limits, kind }: Pick<ColourBar, 'limits' | 'kind'>): string {
  const { how } = limits
  if (how.kind === 'fixed') return 'limits set by hand'
  const pct = (value: number) => `${Number(value.toPrecision(4))}${ordinal(value)} percentile`
  if (kind === 'signed') return `limits: ± the ${pct(how.highPct)} of |value|`
  return how.lowPct === 0
    ? `limits: 0 and the ${pct(how.highPct)}`
    : `limits: the ${pct(how.lowPct)} and the ${pct(how.highPct)}`
}

function ordinal(value: number): string {
  if (!Number.isInteger(value) || (value % 100 >= 11 && value % 100 <= 13)) return 'th'
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th'
}

/** the limits themselves, and round values between them that leave room for the limits' figures */
function barTicks({ low, high }: FoundLimits, widthPx: number): number[] {
  const room = (value: number) => textWidthPx(valueText(value), TEXT_PX.small) + 9
  const pxPer = widthPx / (high - low)
  const taken = [low, high]
  for (const value of ticks(low, high, Math.max(2, Math.floor(widthPx / 45)))) {
    const clear = taken.every((other) => Math.abs(value - other) * pxPer > (room(value) + room(other)) / 2)
    if (clear) taken.push(value)
  }
  return taken.sort((a, b) => a - b)
}

function barPixels({ bytes }: ColourTable): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * COLOUR_COUNT).fill(255)
  for (let k = 0; k < COLOUR_COUNT; k++) rgba.set(bytes.subarray(3 * k, 3 * k + 3), 4 * k)
  return rgba
}

function barEnds({ limits, table }: ColourBar, x: number, y: number, width: number, look: Appearance): SceneItem[] {
  const middle = y + BAR_PX / 2
  const below = Float32Array.of(x, y, x - BAR_PX * 0.8, middle, x, y + BAR_PX)
  const above = Float32Array.of(x + width, y, x + width + BAR_PX * 0.8, middle, x + width, y + BAR_PX)
  const end = (corners: Float32Array, k: number) =>
    closedPath([corners], { fill: hex(table, k), stroke: look.dimmed, strokePx: 0.6 })
  return [
    ...(limits.someBelow ? [end(below, 0)] : []),
    ...(limits.someAbove ? [end(above, COLOUR_COUNT - 1)] : []),
    closedPath([rectLine(x, y, width, BAR_PX)], { stroke: look.dimmed, strokePx: 0.6 }),
  ]
}

function hex({ bytes }: ColourTable, k: number): string {
  return `#${Array.from(bytes.subarray(3 * k, 3 * k + 3), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
