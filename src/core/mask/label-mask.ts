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
  const isInside = label === undefined ? (value: number) => value !== 0 : (value: number) => value === label
  return { heightPx, widthPx, data: Uint8Array.from(labels, (value) => (isInside(value) ? 1 : 0)) }
}
