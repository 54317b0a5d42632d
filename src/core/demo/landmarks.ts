import type { Yx } from '../canonical/affine.ts'
import { type EmbryoBody, type MaterialPoint, materialToBody } from './embryo-body.ts'

const ALONG = 61
const ACROSS = 9

/**
 * The material points whose fate is recorded: the centres of a grid of 61 cells along and 9 across, S slowest. The same ones in every
 * embryo, so that landmark k of one frame belongs to landmark k of any other.
 */
export const LANDMARKS: readonly MaterialPoint[] = Array.from({ length: ALONG * ACROSS }, (_, k) => [
  (Math.floor(k / ACROSS) + 0.5) / ALONG,
  ((k % ACROSS) + 0.5) * (2 / ACROSS) - 1,
])

/** Where the landmarks lie in a body, (y, x) in µm. */
export function landmarks(body: EmbryoBody): readonly Yx[] {
  return LANDMARKS.map((point) => materialToBody(body, point))
}
