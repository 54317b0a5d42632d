import type { Mask } from './mask.ts'
import { MaskError } from './mask-error.ts'

/**
 * The mask itself, where at least one pixel is inside.
 *
 * @throws MaskError where none is
 */
export function requireNonEmpty(mask: Mask): Mask {
  if (mask.data.includes(1)) return mask
  throw new MaskError(
    `no pixel of the ${mask.heightPx} × ${mask.widthPx} mask is inside: segment the frame again or leave it out`,
  )
}
