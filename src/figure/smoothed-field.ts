import type { PanelField } from '../core/analysis/panel-field.ts'
import { smooth } from '../core/analysis/smooth.ts'

/** A panel's field as a picture shows it: values and arrows smoothed; 0 leaves it as it is. */
export function smoothedField(field: PanelField, sigmaUm: number): PanelField {
  if (sigmaUm === 0) return field
  const { values, dyUm, dxUm } = field
  return {
    ...field,
    values: smooth(values, field, sigmaUm),
    dyUm: dyUm && smooth(dyUm, field, sigmaUm),
    dxUm: dxUm && smooth(dxUm, field, sigmaUm),
  }
}
