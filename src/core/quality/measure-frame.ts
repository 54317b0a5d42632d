import { applyAffine, invertAffine, type Yx } from '../canonical/affine.ts'
import type { CanonicalGrid } from '../canonical/canonical-grid.ts'
import type { PlacedFrame } from '../canonical/place-frame.ts'
import { maskMoments } from '../mask/moments.ts'
import { geodesicLengthPx } from './geodesic-length.ts'
import { SILHOUETTE_BLOCK, type Silhouette, silhouette } from './silhouette.ts'

/** What a frame is compared with its embryo's other frames by. */
export interface FrameMeasures {
  readonly areaUm2: number
  /** along the body, however it is bent */
  readonly lengthUm: number
  /** area over length */
  readonly widthUm: number
  /** where the embryo lies in its raw image */
  readonly positionYxUm: Yx
  readonly silhouette: Silhouette
}

/** @param umPerPx of the raw image */
export function measureFrame(placed: PlacedFrame, grid: CanonicalGrid, umPerPx: number): FrameMeasures {
  const { areaPx, centroidYx } = maskMoments(placed.mask)
  const outline = silhouette(placed.mask)
  const areaUm2 = areaPx * grid.umPerPx ** 2
  // a way runs from centre to centre of its pixels: half a pixel is missing at either end
  const lengthUm = (geodesicLengthPx(outline.mask) + 1) * SILHOUETTE_BLOCK * grid.umPerPx
  const [y, x] = applyAffine(invertAffine(placed.transform), centroidYx)
  return {
    areaUm2,
    lengthUm,
    widthUm: areaUm2 / lengthUm,
    positionYxUm: [y * umPerPx, x * umPerPx],
    silhouette: outline,
  }
}
