import type { Box } from '../../core/mask/tight-box.ts'
import type { Appearance } from '../../figure/appearance.ts'
import { type SetWindow, type Size, toPanel } from '../../figure/panel-window.ts'
import type { PreparedPanel } from '../../figure/prepare-panel.ts'
import { scaleBar } from '../../figure/scale-bar.ts'
import type { Scene, ScenePath } from '../../figure/scene.ts'
import { closedPath } from '../../figure/scene-parts.ts'

/** A pair's mass on its way, a byte a pixel and time: the source first, the target last, at even steps. */
export interface Morph {
  readonly box: Box
  readonly umPerPx: number
  /** at least two */
  readonly frames: readonly Uint8Array[]
}

/** The frame nearest to a time of 0 … 1. */
export function frameAt({ frames }: Morph, time: number): Uint8Array | undefined {
  return frames[Math.round(Math.min(1, Math.max(0, time)) * (frames.length - 1))]
}

/** The mass at a time, between the outlines of where it comes from and goes to. */
export function morphScene(
  morph: Morph,
  time: number,
  outlines: Pick<PreparedPanel, 'sourceOutline' | 'targetOutline'>,
  window: SetWindow,
  size: Size,
  look: Appearance,
): Scene {
  const { box, umPerPx } = morph
  const [y, x] = toPanel([box.y0 - 0.5, box.x0 - 0.5], window, size)
  const [widthPx, heightPx] = [box.x1 - box.x0, box.y1 - box.y0]
  const outline = (polygons: readonly Float32Array[], stroke: string, dash: readonly number[]): ScenePath =>
    closedPath(
      polygons.map((polygon) => inPanel(polygon, window, size)),
      { stroke, strokePx: 1.2, dash },
    )
  return {
    widthPx: size.width,
    heightPx: size.height,
    background: look.background,
    items: [
      {
        kind: 'image',
        at: { x, y, width: widthPx * window.zoom, height: heightPx * window.zoom },
        widthPx,
        heightPx,
        rgba: inked(frameAt(morph, time), widthPx * heightPx, look.text),
      },
      outline(outlines.sourceOutline, look.sourceOutline, []),
      outline(outlines.targetOutline, look.targetOutline, [4, 2]),
      scaleBar(window.zoom, umPerPx, size, look),
    ],
  }
}

/** where there is more mass there is more ink */
function inked(mass: Uint8Array | undefined, count: number, ink: string): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * count)
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(ink.slice(at, at + 2), 16))
  for (let i = 0; i < count; i++) {
    rgba[4 * i] = red ?? 0
    rgba[4 * i + 1] = green ?? 0
    rgba[4 * i + 2] = blue ?? 0
    rgba[4 * i + 3] = mass?.[i] ?? 0
  }
  return rgba
}

function inPanel(polygon: Float32Array, window: SetWindow, size: Size): Float32Array {
  const moved = new Float32Array(polygon.length)
  for (let i = 0; i < polygon.length; i += 2) {
    const [y, x] = toPanel([polygon[i + 1] ?? 0, polygon[i] ?? 0], window, size)
    moved[i] = x
    moved[i + 1] = y
  }
  return moved
}
