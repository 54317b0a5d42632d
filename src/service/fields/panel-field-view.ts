import type { PanelFieldView } from '../../api/field-schemas.ts'
import type { PanelField } from '../../core/analysis/panel-field.ts'

/** A panel's field as it is sent. */
export function panelFieldView(field: PanelField): PanelFieldView {
  const { values, dyUm, dxUm, sourceMask, targetMask, embryosAt, ...rest } = field
  return {
    ...rest,
    values: base64Of(values),
    dyUm: dyUm && base64Of(dyUm),
    dxUm: dxUm && base64Of(dxUm),
    sourceMask: sourceMask && base64Of(sourceMask),
    targetMask: targetMask && base64Of(targetMask),
    embryosAt: embryosAt && base64Of(embryosAt),
  }
}

/** an array's bytes: little-endian, as every machine is that this runs on */
export function base64Of({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array | Uint16Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
