import type { Appearance } from './appearance.ts'
import type { Size } from './panel-window.ts'
import type { SceneGroup } from './scene.ts'
import { openPath, sceneText } from './scene-parts.ts'
import { TEXT_PX } from './text-style.ts'

const MARGIN_PX = 8
const ARM_PX = 7
const GAP_PX = 3

/** What the letters stand for, for a legend. */
export const ORIENTATION_WORDS = 'R rostral, C caudal, D dorsal, V ventral'

/** A small cross at the panel's bottom right that says where head, tail, back and belly lie on the canonical grid. */
export function orientationCross(size: Size, { dimmed, halo }: Appearance): SceneGroup {
  const sizePx = TEXT_PX.small
  const letterPx = 0.72 * sizePx
  const x = size.width - MARGIN_PX - letterPx - GAP_PX - ARM_PX
  const y = size.height - MARGIN_PX - letterPx - GAP_PX - ARM_PX + 2
  const lines = [Float32Array.of(x - ARM_PX, y, x + ARM_PX, y), Float32Array.of(x, y - ARM_PX, x, y + ARM_PX)]
  const letter = (text: string, atX: number, atY: number, anchor: 'start' | 'middle' | 'end') =>
    sceneText(atX, atY, text, dimmed, { sizePx, anchor, halo })
  return {
    kind: 'group',
    id: 'orientation',
    clip: null,
    items: [
      openPath(lines, halo, 3),
      openPath(lines, dimmed, 1),
      letter('R', x - ARM_PX - GAP_PX, y + letterPx / 2, 'end'),
      letter('C', x + ARM_PX + GAP_PX, y + letterPx / 2, 'start'),
      letter('D', x, y - ARM_PX - GAP_PX, 'middle'),
      letter('V', x, y + ARM_PX + GAP_PX + letterPx, 'middle'),
    ],
  }
}
