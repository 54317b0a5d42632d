import type { Yx } from '../canonical/affine.ts'
import { bodyToMaterial, type EmbryoBody, materialToBody } from './embryo-body.ts'

/** A body as seen in some frame of reference: an image, the canonical grid, or the body's own. */
export interface BodyView {
  readonly body: EmbryoBody
  /** from the frame of reference to the body's own (µm), and back */
  readonly toBody: (point: Yx) => Yx
  readonly fromBody: (point: Yx) => Yx
}

/**
 * The true displacement of the tissue at the given positions: where its material points lie in the target's view, minus the position.
 *
 * @param positionsYx y, x of n points in the source's view, 2n values
 * @returns dy, dx of each point in the views' unit, 2n values; NaN where the source's body is not
 */
export function trueDisplacement(positionsYx: ArrayLike<number>, source: BodyView, target: BodyView): Float64Array {
  const displacements = new Float64Array(positionsYx.length).fill(Number.NaN)
  for (let i = 0; i + 1 < positionsYx.length; i += 2) {
    const point = bodyToMaterial(source.body, source.toBody([positionsYx[i], positionsYx[i + 1]]))
    if (point === undefined) continue
    const [y, x] = target.fromBody(materialToBody(target.body, point))
    displacements[i] = y - positionsYx[i]
    displacements[i + 1] = x - positionsYx[i + 1]
  }
  return displacements
}
