import { bytesOf } from '../../api/panel-field-view.ts'

/** float64 numbers, little-endian, out of base64. */
export function float64sOf(base64: string): Float64Array {
  const view = viewOf(base64)
  return Float64Array.from({ length: view.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true))
}

/** uint32 numbers, little-endian, out of base64. */
export function uint32sOf(base64: string): Uint32Array {
  const view = viewOf(base64)
  return Uint32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getUint32(4 * i, true))
}

function viewOf(base64: string): DataView {
  return new DataView(bytesOf(base64).buffer)
}
