import type { Appearance } from './appearance.ts'
import { ORIENTATION_WORDS } from './orientation.ts'
import type { SceneItem } from './scene.ts'
import { closedPath, openPath, sceneText } from './scene-parts.ts'
import { TEXT_PX } from './text-style.ts'

export const KEY_LINE_PX = 12.5
const SAMPLE_PX = 18
const GAP_PX = 6

/** What a figure's lines and arrows are. */
export interface KeyParts {
  readonly sourceOutline: boolean
  readonly targetOutline: boolean
  readonly arrowScale: number | null
  readonly smoothingUm: number
}

/** how high the key is, px */
export function keyHeightPx(parts: KeyParts): number {
  return keyLines(parts).length * KEY_LINE_PX
}

/** The key, its top left at (x, y). */
export function figureKey(parts: KeyParts, x: number, y: number, look: Appearance): SceneItem[] {
  return keyLines(parts).flatMap(({ text, sample }, i) => {
    const baseline = y + 8 + i * KEY_LINE_PX
    const label = sceneText(x + SAMPLE_PX + GAP_PX, baseline, text, look.text, { sizePx: TEXT_PX.small })
    return [...sampleItems(sample, x, baseline - 3, look), label]
  })
}

type Sample = 'source' | 'target' | 'arrow' | 'none'

function keyLines({
  sourceOutline,
  targetOutline,
  arrowScale,
  smoothingUm,
}: KeyParts): { text: string; sample: Sample }[] {
  return [
    ...(sourceOutline ? [{ text: 'outline of the source', sample: 'source' as const }] : []),
    ...(targetOutline ? [{ text: 'outline of the target', sample: 'target' as const }] : []),
    ...(arrowScale === null ? [] : [{ text: arrowText(arrowScale), sample: 'arrow' as const }]),
    { text: ORIENTATION_WORDS, sample: 'none' as const },
    ...(smoothingUm > 0 ? [{ text: `smoothed, σ = ${smoothingUm} µm`, sample: 'none' as const }] : []),
  ]
}

/** `displacement, true length`, `displacement × 5` */
export function arrowText(scale: number): string {
  return scale === 1 ? 'displacement, true length' : `displacement, ${scale} × its length`
}

function sampleItems(sample: Sample, x: number, y: number, look: Appearance): SceneItem[] {
  const line = [Float32Array.of(x, y, x + SAMPLE_PX, y)]
  switch (sample) {
    case 'source':
      return [openPath(line, look.sourceOutline, 1)]
    case 'target':
      return [openPath(line, look.targetOutline, 1, [5, 2.5])]
    case 'arrow': {
      const [tip, head] = [x + SAMPLE_PX, x + SAMPLE_PX - 5.5]
      const arrow = Float32Array.of(
        x,
        y - 0.55,
        head,
        y - 0.55,
        head,
        y - 2.5,
        tip,
        y,
        head,
        y + 2.5,
        head,
        y + 0.55,
        x,
        y + 0.55,
      )
      return [closedPath([arrow], { fill: look.arrow })]
    }
    case 'none':
      return []
  }
}
