import type { Appearance } from './appearance.ts'
import type { FieldMark } from './field-view.ts'
import { type SetWindow, type Size, toPanel } from './panel-window.ts'
import type { SceneItem } from './scene.ts'
import { closedPath, openPath } from './scene-parts.ts'

const PROBE_PX = 4
const CORNERS = 24

/** Probes, lines and regions where a person put them. */
export function panelMarks(
  marks: readonly FieldMark[],
  window: SetWindow,
  size: Size,
  { mark, halo }: Appearance,
): SceneItem[] {
  return marks.flatMap((one) => {
    const line = [markLine(one, window, size)]
    if (one.kind === 'line') return [openPath(line, halo, 4), openPath(line, mark, 1.8)]
    return [closedPath(line, { stroke: halo, strokePx: 4 }), closedPath(line, { stroke: mark, strokePx: 1.8 })]
  })
}

function markLine(mark: FieldMark, window: SetWindow, size: Size): Float32Array {
  const place = (yx: readonly [number, number]) => toPanel(yx, window, size).toReversed()
  switch (mark.kind) {
    case 'probe':
      return circle(toPanel(mark.yx, window, size))
    case 'line':
      return Float32Array.from([...place(mark.fromYx), ...place(mark.toYx)])
    case 'region':
      return Float32Array.from(mark.polygonYx.flatMap(place))
  }
}

function circle([y, x]: readonly [number, number]): Float32Array {
  return Float32Array.from({ length: 2 * CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / 2)) / CORNERS
    return i % 2 === 0 ? x + PROBE_PX * Math.cos(angle) : y + PROBE_PX * Math.sin(angle)
  })
}
