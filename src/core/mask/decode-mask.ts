import { messageOf } from '../message-of.ts'
import { decodeCocoRle } from './coco-rle.ts'
import type { Mask } from './mask.ts'
import { MaskError } from './mask-error.ts'
import { requireNonEmpty } from './require-non-empty.ts'
import { maskFromRuns } from './run-lengths.ts'

/** The size that the table's `mask_height_px` and `mask_width_px` state; undefined where it states none. */
export interface ExpectedSize {
  readonly heightPx?: number | undefined
  readonly widthPx?: number | undefined
}

/**
 * Decodes the `mask_rle` column, in whichever of the encodings a, b, c of contract §1.1 it is: JSON with `shape` (row-major), JSON with
 * `size` (column-major; its counts may be a compressed string), else a compressed COCO string, which needs the expected size.
 *
 * @throws MaskError where the text is damaged or ambiguous, contradicts the expected size, or has no pixel inside
 */
export function decodeMaskText(text: string, expected: ExpectedSize): Mask {
  const trimmed = text.trim()
  if (trimmed === '') throw new MaskError('the mask is empty text: the row has no mask_rle')
  return requireNonEmpty(trimmed.startsWith('{') ? decodeJson(trimmed, expected) : decodeCompressed(trimmed, expected))
}

function decodeCompressed(text: string, expected: ExpectedSize): Mask {
  const { heightPx, widthPx } = expected
  if (heightPx === undefined || widthPx === undefined) {
    throw new MaskError('a compressed RLE does not hold its size: give mask_height_px and mask_width_px')
  }
  return decodeCocoRle(text, heightPx, widthPx)
}

function decodeJson(text: string, expected: ExpectedSize): Mask {
  const rle = parseObject(text)
  const { shape, size, counts } = rle
  if (shape !== undefined && size !== undefined) {
    throw new MaskError('the mask has both "shape" (row-major) and "size" (column-major): remove the wrong one')
  }
  if (shape === undefined && size === undefined) {
    throw new MaskError(`the mask has neither "shape" nor "size", only ${JSON.stringify(Object.keys(rle))}`)
  }
  const [heightPx, widthPx] = requireSizePair(shape ?? size, shape === undefined ? 'size' : 'shape')
  requireAgreement('height', heightPx, expected.heightPx)
  requireAgreement('width', widthPx, expected.widthPx)
  if (Array.isArray(counts)) {
    return maskFromRuns(counts, heightPx, widthPx, shape === undefined ? 'column-major' : 'row-major')
  }
  if (typeof counts === 'string' && shape === undefined) return decodeCocoRle(counts, heightPx, widthPx)
  const wanted = shape === undefined ? 'a list of run lengths or a compressed string' : 'a list of run lengths'
  throw new MaskError(`the mask's "counts" must be ${wanted}, not ${JSON.stringify(counts)?.slice(0, 40)}`)
}

function parseObject(text: string): { readonly shape?: unknown; readonly size?: unknown; readonly counts?: unknown } {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new MaskError(
      `the mask is not valid JSON (${messageOf(error)}), ${text.length} characters: ` +
        'it was cut off (a spreadsheet keeps 32,767 characters a cell) or is not quoted as JSON; export it again',
    )
  }
}

function requireSizePair(value: unknown, name: string): readonly [heightPx: number, widthPx: number] {
  if (Array.isArray(value) && value.length === 2) {
    const [heightPx, widthPx]: readonly unknown[] = value
    if (typeof heightPx === 'number' && typeof widthPx === 'number') return [heightPx, widthPx]
  }
  throw new MaskError(`the mask's "${name}" must be [height, width] in pixels, not ${JSON.stringify(value)}`)
}

function requireAgreement(name: 'height' | 'width', sizePx: number, expectedPx: number | undefined): void {
  if (expectedPx === undefined || expectedPx === sizePx) return
  throw new MaskError(
    `the mask's ${name} is ${sizePx} px, but mask_${name}_px is ${expectedPx}: correct the row, or export the mask again`,
  )
}
