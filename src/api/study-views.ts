import { z } from 'zod'
import { PAIR_STATES, RUN_STATES } from './states.ts'

const count = z.int().nonnegative()
const figure = z.number().nullable()

/** A run as a list shows it. */
export const runSummaryViewSchema = z
  .object({
    runId: z.string(),
    state: z.enum(RUN_STATES),
    /** ISO 8601, UTC */
    createdAt: z.string(),
    updatedAt: z.string(),
    /** who solved it last */
    engine: z.string().nullable(),
    pairCount: count,
    /** how many of its pairs are in each state */
    counts: z.record(z.enum(PAIR_STATES), count).readonly(),
  })
  .readonly()
export type RunSummaryView = z.output<typeof runSummaryViewSchema>

/** A pair with the figures that one looks at first; a figure is null where the pair has none. */
export const pairViewSchema = z
  .object({
    pairId: z.string(),
    /** place in the manifest */
    position: count,
    state: z.enum(PAIR_STATES),
    runtimeSec: figure,
    iterations: figure,
    /** (primal − dual) / |primal| */
    gap: figure,
    meanDistanceUm: figure,
    /** created mass over the target's mass, % */
    createdPct: figure,
    divergenceUm: figure,
    /** why it failed or was skipped */
    error: z.string().nullable(),
  })
  .readonly()
export type PairView = z.output<typeof pairViewSchema>

/** A run with its pairs in manifest order. */
export const runViewSchema = z
  .object({ run: runSummaryViewSchema, pairs: z.array(pairViewSchema).readonly() })
  .readonly()
export type RunView = z.output<typeof runViewSchema>
