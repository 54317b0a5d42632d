import type { PanelField } from '../../src/core/analysis/panel-field.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import type { Box } from '../../src/core/mask/tight-box.ts'

/** A panel of made-up values on a box of the canonical grid; what isn't given is left out of it. */
export function panelField(box: Box, values: Float32Array, more: Partial<PanelField> = {}): PanelField {
  return {
    gridHeightPx: 256,
    gridWidthPx: 576,
    umPerPx: 10,
    box,
    kind: 'magnitude',
    unit: 'µm',
    values,
    dyUm: null,
    dxUm: null,
    sourceMask: null,
    targetMask: null,
    embryosAt: null,
    counts: null,
    title: ['made up'],
    warnings: [],
    ...more,
  }
}

/** A mask whose every pixel moves by the same (dy, dx) px. */
export function shiftedPanel(mask: Mask, at: { y: number; x: number }, shiftPx: readonly [number, number]): PanelField {
  const box = { y0: at.y, x0: at.x, y1: at.y + mask.heightPx, x1: at.x + mask.widthPx }
  const where = (value: number) => Float32Array.from(mask.data, (inside) => (inside ? value : Number.NaN))
  const [dy, dx] = shiftPx
  const umPerPx = 10
  return panelField(box, where(Math.hypot(dy, dx) * umPerPx), {
    dyUm: where(dy * umPerPx),
    dxUm: where(dx * umPerPx),
    sourceMask: mask.data,
    title: ['a copy', `moved by (${dy}, ${dx}) px`],
  })
}
