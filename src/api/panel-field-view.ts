import type { PanelField } from '../core/analysis/panel-field.ts'
import type { PanelFieldView } from './field-schemas.ts'

/** A panel's field as it was before it was sent. */
export function panelFieldOf(view: PanelFieldView): PanelField {
  const orNull = <Value>(base64: string | null, decode: (base64: string) => Value) =>
    base64 === null ? null : decode(base64)
  return {
    ...view,
    values: floatsOf(view.values),
    dyUm: orNull(view.dyUm, floatsOf),
    dxUm: orNull(view.dxUm, floatsOf),
    sourceMask: orNull(view.sourceMask, bytesOf),
    targetMask: orNull(view.targetMask, bytesOf),
    embryosAt: orNull(view.embryosAt, (base64) => new Uint16Array(bytesOf(base64).buffer)),
  }
}

/** float32 numbers out of base64; both ends are little-endian, as every machine is that this runs on */
export function floatsOf(base64: string): Float32Array<ArrayBuffer> {
  return new Float32Array(bytesOf(base64).buffer)
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
