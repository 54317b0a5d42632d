import type { FieldMapName } from '../core/analysis/field-map.ts'

/** What a map is called, as a biologist reads it; and, for a legend, what it shows. */
export interface MapLabel {
  readonly name: string
  readonly meaning: string
}

const ON_SOURCE = 'at the pixels of the source'
const ON_TARGET = 'at the pixels of the target'

export const MAP_LABELS: Readonly<Record<FieldMapName, MapLabel>> = {
  displacement: {
    name: 'Displacement (debiased)',
    meaning: `how far silhouette mass moves, less what the entropic blur moves by itself, ${ON_SOURCE}`,
  },
  'displacement-plain': {
    name: 'Displacement (plain)',
    meaning: `how far silhouette mass moves, the entropic blur included, ${ON_SOURCE}`,
  },
  'displacement-rest': {
    name: 'Displacement (affine part removed)',
    meaning: `what the best affine motion leaves of the debiased displacement, ${ON_SOURCE}`,
  },
  along: {
    name: 'Toward the tail',
    meaning: `the debiased displacement toward the tail, negative toward the head, ${ON_SOURCE}`,
  },
  across: {
    name: 'Toward the belly',
    meaning: `the debiased displacement toward the belly, negative toward the back, ${ON_SOURCE}`,
  },
  destroyed: { name: 'Destroyed mass', meaning: `silhouette area that is given up rather than moved, ${ON_SOURCE}` },
  'created-on-source': {
    name: 'Created mass (on the source)',
    meaning: `silhouette area of the target that nothing moved to, pulled back through the plan, ${ON_SOURCE}`,
  },
  created: { name: 'Created mass', meaning: `silhouette area that nothing moved to, ${ON_TARGET}` },
  'mass-change': {
    name: 'Mass change',
    meaning: `transported mass of the embryo with itself minus that of the pair, ${ON_SOURCE}`,
  },
  'mass-change-target': {
    name: 'Mass change (on the target)',
    meaning: `transported mass of the embryo with itself minus that of the pair, ${ON_TARGET}`,
  },
  'cost-debiased': {
    name: 'Cost density (debiased)',
    meaning: `transported mass times the square of its debiased displacement, ${ON_SOURCE}`,
  },
  cost: { name: 'Cost density', meaning: `transported mass times its squared distance, ${ON_SOURCE}` },
  'cost-target': {
    name: 'Cost density (on the target)',
    meaning: `received mass times its squared distance, ${ON_TARGET}`,
  },
}
