import type { Mask } from './mask.ts'
import { MaskError } from './mask-error.ts'
import { requireSize } from './run-lengths.ts'

/**
 * The mask of one label of a label image (contract §1.1 d).
 *
 * @param labels row-major, `heightPx * widthPx` values
 * @param label the value that is inside; any non-zero value where undefined
 * @throws MaskError where the number of values and the size disagree
 */
export function maskFromLabels(labels: ArrayLike<number>, heightPx: number, widthPx: number, label?: number): Mask {
  const areaPx = requireSize(heightPx, widthPx)
  if (labels.length !== areaPx) {
    throw new MaskError(
      `the label image has ${labels.length} values, but height × width is ${heightPx} × ${widthPx} = ${areaPx}: ` +
        'a label image has one channel',
    )
  }
  const data = new Uint8Array(areaPx)
  for (let i = 0; i < areaPx; i++) data[i] = (label === undefined ? labels[i] !== 0 : labels[i] === label) ? 1 : 0
  return { heightPx, widthPx, data }
}
