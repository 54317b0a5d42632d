import type { BodyPlace } from './body-place.ts'
import { arrowValues, FIELD_MAPS, type FieldMapName, fieldMap, mapValues } from './field-map.ts'
import type { PairField } from './pair-field.ts'

/** Parts of the debiased displacement along the body's own axis, which bends with it: + tailward; and across it, + to the belly. */
const ALONG_BODY = ['axial', 'perpendicular'] as const

/** The maps that lie on the source, along whose body profiles go. */
type SourceMapName = Exclude<FieldMapName, 'created' | 'mass-change-target' | 'cost-target'>

/** What a profile can be of. */
export type ProfileQuantity = SourceMapName | (typeof ALONG_BODY)[number]

export const PROFILE_QUANTITIES: readonly ProfileQuantity[] = [
  ...FIELD_MAPS.filter((name): name is SourceMapName => fieldMap(name).end === 'source'),
  ...ALONG_BODY,
]

export function quantityUnit(quantity: ProfileQuantity): 'µm' | 'µm²' | 'µm⁴' {
  return quantity === 'axial' || quantity === 'perpendicular' ? 'µm' : fieldMap(quantity).unit
}

/** A quantity at the pixels of a pair's box; NaN where it is undefined. */
export function quantityValues(field: PairField, quantity: ProfileQuantity, body: BodyPlace): Float32Array {
  if (quantity !== 'axial' && quantity !== 'perpendicular') return mapValues(field, quantity)
  const { dyUm, dxUm } = arrowValues(field, 'displacement')
  const { axisDy, axisDx } = body
  return quantity === 'axial'
    ? dyUm.map((dy, i) => dy * axisDy[i] + dxUm[i] * axisDx[i])
    : dyUm.map((dy, i) => dy * axisDx[i] - dxUm[i] * axisDy[i])
}
