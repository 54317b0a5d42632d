/** float32 numbers, little-endian, out of base64. */
export function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true))
}

/**
 * A field as RGBA pixels, 0 … `max` in the colours given; see-through where it is NaN.
 *
 * @param colours 256 of them, RGB bytes
 */
export function speedPixels(
  field: Float32Array,
  max: number,
  colours: Uint8ClampedArray,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * field.length)
  field.forEach((value, i) => {
    if (Number.isNaN(value)) return
    const at = 3 * Math.round(255 * Math.min(1, Math.max(0, max > 0 ? value / max : 0)))
    pixels.set(colours.subarray(at, at + 3), 4 * i)
    pixels[4 * i + 3] = 255
  })
  return pixels
}
