import type { Appearance } from './appearance.ts'
import { lengthText, roundBelow } from './lengths.ts'
import type { Size } from './panel-window.ts'
import type { SceneGroup } from './scene.ts'
import { openPath, sceneText } from './scene-parts.ts'
import { TEXT_PX } from './text-style.ts'

const MARGIN_PX = 8
/** the most of a panel's width that it takes */
const SHARE = 0.28

/** A bar of round length at the panel's bottom left. */
export function scaleBar(zoom: number, umPerPx: number, size: Size, { text, halo }: Appearance): SceneGroup {
  const um = roundBelow((SHARE * size.width * umPerPx) / zoom)
  const y = size.height - MARGIN_PX + 3
  const bar = [Float32Array.of(MARGIN_PX, y, MARGIN_PX + (um / umPerPx) * zoom, y)]
  const label = { sizePx: TEXT_PX.small, halo }
  return {
    kind: 'group',
    id: 'scale-bar',
    clip: null,
    items: [
      openPath(bar, halo, 4.5),
      openPath(bar, text, 2),
      sceneText(MARGIN_PX, y - 4.5, lengthText(um), text, label),
    ],
  }
}
