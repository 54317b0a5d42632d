import { z } from 'zod'
import { count, figure, filePath, instant, runId, studyDir } from './procedure.ts'
import { PAIR_STATES, RUN_STATES } from './states.ts'

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const cellsSchema = z.record(z.string(), cell).readonly()
export type CellsView = z.output<typeof cellsSchema>

/** A run as a list shows it. */
export const runSummaryViewSchema = z
  .object({
    studyDir,
    runId,
    /** a person's own name for it; the run id where there is none */
    title: z.string(),
    note: z.string(),
    tags: z.array(z.string()).readonly(),
    archivedAt: instant.nullable(),
    state: z.enum(RUN_STATES),
    createdAt: instant,
    updatedAt: instant,
    /** who solved it last */
    engine: z.string().nullable(),
    pairCount: count,
    /** how many of its pairs are in each state */
    counts: z.record(z.enum(PAIR_STATES), count).readonly(),
  })
  .readonly()
export type RunSummaryView = z.output<typeof runSummaryViewSchema>

/** Everything that made a run. */
export const runDetailsSchema = runSummaryViewSchema
  .unwrap()
  .extend({
    /** by the command line's names */
    parameters: cellsSchema,
    /** engine, device, why, workers, coupling, versions, platform */
    environment: cellsSchema,
    manifestPath: filePath,
    tablePath: filePath,
    dataRoot: filePath.nullable(),
    /** inputs that are no longer where they were */
    missingInputs: z.array(z.enum(['tablePath', 'manifestPath', 'dataRoot'])).readonly(),
    /** where its pairs' folders are */
    artifactsDir: filePath,
    owner: z.object({ host: z.string(), pid: count, isThisProcess: z.boolean() }).readonly(),
    /** who solved how many */
    solvedBy: z.record(z.string(), count).readonly(),
    /** what happened to its engines, in order, the last fifty */
    engineEvents: z.array(z.string()).readonly(),
    /** the command that does the same */
    command: z.string(),
  })
  .readonly()
export type RunDetails = z.output<typeof runDetailsSchema>

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
