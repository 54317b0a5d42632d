import { type ColourTable, colourIndex, type ValueRange } from './colour-maps.ts'

/** Values as RGBA pixels, row-major; see-through where they are undefined. */
export function rasterOf(values: Float32Array, range: ValueRange, { bytes }: ColourTable): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (Number.isNaN(value)) continue
    const k = 3 * colourIndex(value, range)
    rgba[4 * i] = bytes[k]
    rgba[4 * i + 1] = bytes[k + 1]
    rgba[4 * i + 2] = bytes[k + 2]
    rgba[4 * i + 3] = 255
  }
  return rgba
}
