import type { FieldArray, PairField } from './pair-field.ts'

/**
 * What can be drawn of a pair (contract §5). `displacement` and `displacement-plain` are drawn as speed with arrows; `along` is the part of
 * the debiased displacement toward the tail (canonical +x), `across` the part toward the belly (canonical +y): the head lies left, the back
 * up. Masses are areas, costs mass × squared distance.
 */
export const FIELD_MAPS = [
  'displacement',
  'displacement-plain',
  'displacement-rest',
  'along',
  'across',
  'destroyed',
  'created-on-source',
  'created',
  'mass-change',
  'mass-change-target',
  'cost-debiased',
  'cost',
  'cost-target',
] as const
export type FieldMapName = (typeof FIELD_MAPS)[number]

/** How a map is read. */
export interface FieldMap {
  readonly name: FieldMapName
  /** whose pixels it is drawn on */
  readonly end: 'source' | 'target'
  /** `magnitude`: from 0 up; `signed`: about 0 */
  readonly kind: 'magnitude' | 'signed'
  readonly unit: 'µm' | 'µm²' | 'µm⁴'
  /** the arrays that it is made of: one, or dy and dx */
  readonly arrays: readonly [FieldArray] | readonly [FieldArray, FieldArray]
  /** which displacement its arrows show; all but the plain one's are debiased */
  readonly arrows: readonly [FieldArray, FieldArray]
}

const DEBIASED = ['debiasedDy', 'debiasedDx'] as const
const PLAIN = ['plainDy', 'plainDx'] as const
const REST = ['restDy', 'restDx'] as const

const onSource = (
  name: FieldMapName,
  kind: FieldMap['kind'],
  unit: FieldMap['unit'],
  arrays: FieldMap['arrays'],
  arrows: FieldMap['arrows'] = DEBIASED,
): FieldMap => ({ name, end: 'source', kind, unit, arrays, arrows })
const onTarget = (name: FieldMapName, kind: FieldMap['kind'], unit: FieldMap['unit'], array: FieldArray): FieldMap => ({
  name,
  end: 'target',
  kind,
  unit,
  arrays: [array],
  arrows: DEBIASED,
})

const MAPS = {
  displacement: onSource('displacement', 'magnitude', 'µm', DEBIASED),
  'displacement-plain': onSource('displacement-plain', 'magnitude', 'µm', PLAIN, PLAIN),
  'displacement-rest': onSource('displacement-rest', 'magnitude', 'µm', REST, REST),
  along: onSource('along', 'signed', 'µm', ['debiasedDx']),
  across: onSource('across', 'signed', 'µm', ['debiasedDy']),
  destroyed: onSource('destroyed', 'magnitude', 'µm²', ['destroyed']),
  'created-on-source': onSource('created-on-source', 'magnitude', 'µm²', ['createdOnSource']),
  created: onTarget('created', 'magnitude', 'µm²', 'created'),
  'mass-change': onSource('mass-change', 'signed', 'µm²', ['changeSource']),
  'mass-change-target': onTarget('mass-change-target', 'signed', 'µm²', 'changeTarget'),
  'cost-debiased': onSource('cost-debiased', 'magnitude', 'µm⁴', ['costDebiased']),
  cost: onSource('cost', 'magnitude', 'µm⁴', ['costSource']),
  'cost-target': onTarget('cost-target', 'magnitude', 'µm⁴', 'costTarget'),
} as const satisfies Record<FieldMapName, FieldMap>

export function fieldMap(name: FieldMapName): FieldMap {
  return MAPS[name]
}

/** A field's map in the map's unit, as long as the field's arrays; NaN where it is undefined. */
export function mapValues(field: PairField, name: FieldMapName): Float32Array {
  const { arrays, unit } = fieldMap(name)
  const [first, second] = arrays
  const factor = unitFactor(unit, field)
  const a = field.arrays[first]
  if (second === undefined) return a.map((value) => value * factor)
  const b = field.arrays[second]
  return a.map((value, i) => Math.hypot(value, b[i]) * factor)
}

/** The displacement that a map's arrows show, µm; NaN where it is undefined. */
export function arrowValues(
  field: PairField,
  name: FieldMapName,
): { readonly dyUm: Float32Array; readonly dxUm: Float32Array } {
  const [dy, dx] = fieldMap(name).arrows
  const toUm = (values: Float32Array) => values.map((value) => value * field.umPerPx)
  return { dyUm: toUm(field.arrays[dy]), dxUm: toUm(field.arrays[dx]) }
}

/** a px of mass is a pixel's area; a cost is that times a squared length in units of 1 / coordScale px */
function unitFactor(unit: FieldMap['unit'], { umPerPx, coordScale }: PairField): number {
  switch (unit) {
    case 'µm':
      return umPerPx
    case 'µm²':
      return umPerPx ** 2
    case 'µm⁴':
      return umPerPx ** 2 * (umPerPx / coordScale) ** 2
  }
}
