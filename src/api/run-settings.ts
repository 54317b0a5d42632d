import { z } from 'zod'
import { PLACEMENTS } from '../core/canonical/place-frame.ts'
import { MASS_MODES } from '../core/pair/density.ts'
import { MASS_NORMALIZATIONS } from '../core/pair/work-pair.ts'
import { METRICS } from '../core/transport/problem.ts'

export const BACKENDS = ['auto', 'cpu', 'webgpu', 'tfjs', 'reference'] as const
export const COUPLING_OUTPUTS = ['none', 'potentials', 'sparse'] as const

const positive = z.number().positive()
const positiveInt = z.int().positive()

/**
 * What a person may decide about a run; what is left out has the command line's default. The first group makes the run what it is
 * (contract §9: another value is another run), the second may differ from call to call.
 */
export const runSettingsSchema = z
  .object({
    /** ε, in squared units of the grid's longer side */
    epsilon: positive.optional(),
    /** λ; or as a length: */
    regM: positive.optional(),
    reachUm: positive.optional(),
    metric: z.enum(METRICS).optional(),
    massMode: z.enum(MASS_MODES).optional(),
    massNormalization: z.enum(MASS_NORMALIZATIONS).optional(),
    placement: z.enum(PLACEMENTS).optional(),
    refinement: z.enum(['none', 'rigid']).optional(),
    gridUmPerPx: positive.optional(),
    downsampleFactor: positiveInt.optional(),
    /** every pixel where left out */
    maxSupportPoints: positiveInt.optional(),
    seed: z.int().nonnegative().optional(),
    dctBands: positiveInt.optional(),
    tolerance: positive.optional(),
    maxIterations: positiveInt.optional(),

    backend: z.enum(BACKENDS).optional(),
    workers: positiveInt.optional(),
    coupling: z.enum(COUPLING_OUTPUTS).optional(),
    requireYolk: z.boolean().optional(),
    includeControl: z.boolean().optional(),
    /** record pairs with bad input as failed and run the others */
    keepGoing: z.boolean().optional(),
    /** only the first so many pairs */
    limit: positiveInt.optional(),
  })
  .readonly()
export type RunSettings = z.output<typeof runSettingsSchema>

/** Settings with nothing left out; null where the command line has no value. */
export const completeSettingsSchema = z
  .object({
    epsilon: positive,
    regM: positive,
    reachUm: positive.nullable(),
    metric: z.enum(METRICS),
    massMode: z.enum(MASS_MODES),
    massNormalization: z.enum(MASS_NORMALIZATIONS),
    placement: z.enum(PLACEMENTS),
    refinement: z.enum(['none', 'rigid']),
    gridUmPerPx: positive,
    downsampleFactor: positiveInt,
    maxSupportPoints: positiveInt.nullable(),
    seed: z.int(),
    dctBands: positiveInt,
    tolerance: positive,
    maxIterations: positiveInt,

    backend: z.enum(BACKENDS),
    workers: positiveInt,
    coupling: z.enum(COUPLING_OUTPUTS),
    requireYolk: z.boolean(),
    includeControl: z.boolean(),
    keepGoing: z.boolean(),
    limit: positiveInt.nullable(),
  })
  .readonly()
export type CompleteSettings = z.output<typeof completeSettingsSchema>

/** Settings with a name. */
export interface RunPreset {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly settings: RunSettings
}

export const RUN_PRESETS: readonly RunPreset[] = [
  {
    id: 'full-resolution',
    name: 'Full resolution',
    description: 'Every pixel takes part; embryos are laid over one another by head, yolk and trunk.',
    settings: {},
  },
  {
    id: 'morphseq',
    name: 'As MorphSeq ran it',
    description: '3,000 sampled points a mask, placed by the whole mask’s axis: to compare with old exports.',
    settings: { placement: 'morphseq', refinement: 'none', maxSupportPoints: 3000 },
  },
]
