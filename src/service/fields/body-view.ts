import type { BodyView, ReferenceView } from '../../api/fields-contract.ts'
import type { FieldPlace } from '../../core/analysis/pair-field.ts'
import type { Reference } from './body-places.ts'
import { base64Of } from './panel-field-view.ts'

/** S as it is sent. */
export function bodyView({
  gridHeightPx,
  gridWidthPx,
  umPerPx,
  box,
  s,
}: FieldPlace & { readonly s: Float32Array }): BodyView {
  return { gridHeightPx, gridWidthPx, umPerPx, box, s: base64Of(s) }
}

/** A reference with what speaks against its centreline. */
export function referenceView({ frame, body }: Reference): ReferenceView {
  return { ...frame, lengthUm: body.lengthUm, failures: [...body.failures] }
}
