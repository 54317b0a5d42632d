/**
 * A binary image: the silhouette of an embryo or of its yolk.
 *
 * `data` is row-major, `heightPx * widthPx` long, 1 inside and 0 outside. Coordinates are (y, x), origin top left, +y down.
 */
export interface Mask {
  readonly heightPx: number
  readonly widthPx: number
  readonly data: Uint8Array
}

/** An empty mask of the given size. */
export function emptyMask(heightPx: number, widthPx: number): Mask {
  return { heightPx, widthPx, data: new Uint8Array(heightPx * widthPx) }
}

/** Number of pixels inside the mask. */
export function maskAreaPx(mask: Mask): number {
  const { data } = mask
  let area = 0
  for (let i = 0; i < data.length; i++) area += data[i]
  return area
}
