import type { PanelField } from '../core/analysis/panel-field.ts'
import { type SetWindow, type Size, toGrid, toPanel } from './panel-window.ts'

/** how far apart arrows are on the screen, at least, px */
const SPACING_PX = 12
/** in grid px: whole numbers, so that an arrow begins at a pixel */
const STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 64]
/** arrows are drawn at their true length where long ones (`longDisplacementUm`) are between these, px */
const TRUE_LENGTH_PX = [9, 60] as const
/** else long ones are as long as this, at most */
const LONG_PX = 28
const SCALES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
/** shorter ones say nothing about a direction */
const SHORTEST_PX = 3.5

const SHAFT_PX = 1.1
const HEAD_WIDTH_PX = 5
const HEAD_LENGTH_PX = 5.5

/** How far apart arrows begin, grid px, at a zoom. */
export function arrowStepPx(zoom: number): number {
  return STEPS.find((step) => step * zoom >= SPACING_PX) ?? STEPS[STEPS.length - 1]
}

/** A displacement that nearly all of a field's stay below, µm: the 98th percentile of those sampled; 0 where it has none. */
export function longDisplacementUm({ dyUm, dxUm }: PanelField): number {
  if (dyUm === null || dxUm === null) return 0
  const every = Math.max(1, Math.floor(dyUm.length / 20_000))
  const sizes: number[] = []
  for (let i = 0; i < dyUm.length; i += every) {
    const size = Math.hypot(dyUm[i], dxUm[i])
    if (!Number.isNaN(size)) sizes.push(size)
  }
  sizes.sort((a, b) => a - b)
  return sizes[Math.floor(0.98 * (sizes.length - 1))] ?? 0
}

/**
 * How many times its true length an arrow is drawn: once where that can be read, else a round number with which long ones can; the same in all
 * panels.
 *
 * @param longUm of the panels together: the largest of `longDisplacementUm`
 */
export function suitedArrowScale(longUm: number, umPerPx: number, zoom: number): number {
  const truePx = (longUm / umPerPx) * zoom
  if (truePx >= TRUE_LENGTH_PX[0] && truePx <= TRUE_LENGTH_PX[1]) return 1
  return SCALES.findLast((scale) => scale * truePx <= LONG_PX) ?? SCALES[0]
}

/**
 * Arrows from pixels of a lattice to where their displacement, `scale` times its true length, leads: closed polygons in panel px. Arrows
 * begin where the displacement is defined and nowhere else; those too short to show a direction are left out. The lattice is the canonical
 * grid's, so that panels have arrows at the same places.
 *
 * @returns of each arrow seven corners: tail, neck, barb, tip (the fourth), barb, neck, tail
 */
export function arrowPolygons(
  { dyUm, dxUm, box, umPerPx }: PanelField,
  window: SetWindow,
  size: Size,
  scale: number,
): Float32Array[] {
  if (dyUm === null || dxUm === null) return []
  const step = arrowStepPx(window.zoom)
  const pxPerUm = (scale * window.zoom) / umPerPx
  const [top, left] = toGrid([-SPACING_PX, -SPACING_PX], window, size)
  const [bottom, right] = toGrid([size.height + SPACING_PX, size.width + SPACING_PX], window, size)
  const width = box.x1 - box.x0
  const arrows: Float32Array[] = []
  for (let y = onLattice(Math.max(box.y0, top), step); y < Math.min(box.y1, bottom); y += step) {
    for (let x = onLattice(Math.max(box.x0, left), step); x < Math.min(box.x1, right); x += step) {
      const i = (y - box.y0) * width + x - box.x0
      const dy = dyUm[i] * pxPerUm
      const dx = dxUm[i] * pxPerUm
      // NaN is not above it either
      if (!(Math.hypot(dy, dx) >= SHORTEST_PX)) continue
      const [fromY, fromX] = toPanel([y, x], window, size)
      arrows.push(arrow(fromY, fromX, dy, dx))
    }
  }
  return arrows
}

function onLattice(from: number, step: number): number {
  return Math.ceil(from / step) * step
}

function arrow(y: number, x: number, dy: number, dx: number): Float32Array {
  const length = Math.hypot(dy, dx)
  const [uy, ux] = [dy / length, dx / length]
  const head = Math.min(HEAD_LENGTH_PX, 0.7 * length)
  const shaft = SHAFT_PX / 2
  const barb = (HEAD_WIDTH_PX / 2) * (head / HEAD_LENGTH_PX)
  const polygon = new Float32Array(14)
  let at = 0
  // along the arrow and to its side
  const corner = (along: number, aside: number) => {
    polygon[at++] = x + along * ux - aside * uy
    polygon[at++] = y + along * uy + aside * ux
  }
  corner(0, shaft)
  corner(length - head, shaft)
  corner(length - head, barb)
  corner(length, 0)
  corner(length - head, -barb)
  corner(length - head, -shaft)
  corner(0, -shaft)
  return polygon
}
