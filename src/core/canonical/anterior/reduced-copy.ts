import { cleanMask } from '../../mask/clean-mask.ts'
import { emptyMask, type Mask } from '../../mask/mask.ts'
import { paddedCut } from '../../mask/padded-cut.ts'
import { tightBox } from '../../mask/tight-box.ts'
import type { Yx } from '../affine.ts'

/** A body on coarser pixels, on which its shape is cheap to read. */
export interface ReducedCopy {
  /** one piece without holes, with a free pixel on every side */
  readonly mask: Mask
  /** the part of the mask that is yolk, where there is one */
  readonly yolk?: Mask
  readonly umPerPx: number
  readonly toRaw: (point: Yx) => Yx
}

const UM_PER_PX = 10
/** a body longer than the canonical grid can't be placed anyway */
const LONGEST_SIDE_PX = 600

/**
 * The copy of a mask at about 10 µm/px, or at its own resolution where that is coarser; undefined where nothing is left of it.
 *
 * @param yolk same size as the mask
 */
export function reducedCopy(mask: Mask, yolk: Mask | undefined, umPerPx: number): ReducedCopy | undefined {
  const box = tightBox(mask)
  const step = Math.max(1, UM_PER_PX / umPerPx, Math.max(box.y1 - box.y0, box.x1 - box.x0) / LONGEST_SIDE_PX)
  const heightPx = Math.ceil((box.y1 - box.y0) / step)
  const widthPx = Math.ceil((box.x1 - box.x0) / step)
  const sampled = ({ data }: Mask): Mask => {
    const copy = emptyMask(heightPx, widthPx)
    for (let y = 0; y < heightPx; y++) {
      const row = Math.min(box.y1 - 1, box.y0 + Math.floor((y + 0.5) * step)) * mask.widthPx
      for (let x = 0; x < widthPx; x++) {
        copy.data[y * widthPx + x] = data[row + Math.min(box.x1 - 1, box.x0 + Math.floor((x + 0.5) * step))]
      }
    }
    return copy
  }
  // a thin tail may come apart
  const piece = cleanMask(sampled(mask)).mask
  if (!piece.data.includes(1)) return undefined
  const cut = paddedCut(piece)
  return {
    mask: cut.mask,
    ...(yolk && { yolk: within(paddedCut(sampled(yolk), tightBox(piece)).mask, cut.mask) }),
    umPerPx: umPerPx * step,
    toRaw: ([y, x]) => [
      box.y0 + (y + cut.originYx[0] + 0.5) * step - 0.5,
      box.x0 + (x + cut.originYx[1] + 0.5) * step - 0.5,
    ],
  }
}

function within(part: Mask, whole: Mask): Mask {
  return { ...part, data: part.data.map((inside, i) => inside & whole.data[i]) }
}
