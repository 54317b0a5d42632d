import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { count, figure, filePath, pairId, problemSchema, procedure, runId, studyDir } from './procedure.ts'
import { completeSettingsSchema, runSettingsSchema } from './run-settings.ts'
import { cellsSchema, pairViewSchema, runDetailsSchema, runSummaryViewSchema } from './run-views.ts'

const aRun = z.object({ studyDir, runId })

/** What a run that is under way is doing. */
export const liveRunSchema = z
  .object({
    /** `checking`: decoding and placing frames; `pausing`: pairs under way are finished, no more are begun */
    phase: z.enum(['checking', 'solving', 'pausing', 'stopping']),
    framesDone: count,
    frameCount: count,
    engine: z.string().nullable(),
    device: z.string().nullable(),
    /** why this engine */
    because: z.string().nullable(),
    workers: count,
    /** pairs under way, and since when (milliseconds since 1970) */
    inFlight: z.array(z.object({ pairId, startedAtMs: z.number() }).readonly()).readonly(),
    /** of them, those that take more than ten times the median and ten seconds */
    stalled: z.array(pairId).readonly(),
    pairsPerSec: figure,
    leftSec: figure,
    /** placed frames that were at hand, and those that had to be placed */
    cacheHits: count,
    cacheMisses: count,
    /** the last pair that was solved */
    newestPairId: pairId.nullable(),
    /** what happened to the engine, in order, the last fifty */
    engineEvents: z.array(z.string()).readonly(),
  })
  .readonly()
export type LiveRun = z.output<typeof liveRunSchema>

/** A run as it goes on: first `snapshot`, then what changes, at most some four times a second; `live` is null where another process runs it, or nobody. */
export const runUpdateSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('snapshot'),
      /** null while a new run's input is still checked */
      run: runDetailsSchema.nullable(),
      /** in manifest order */
      pairs: z.array(pairViewSchema).readonly(),
      live: liveRunSchema.nullable(),
    })
    .readonly(),
  z
    .object({
      kind: z.literal('changed'),
      run: runSummaryViewSchema.nullable(),
      /** those that are new or other than before */
      pairs: z.array(pairViewSchema).readonly(),
      live: liveRunSchema.nullable(),
    })
    .readonly(),
  /** what preflight found, all of it, as soon as it is known */
  z.object({ kind: z.literal('checked'), problems: z.array(problemSchema).readonly() }).readonly(),
  /** the input can't be run, and nothing was written; or the run broke off where no pair is to blame */
  z.object({ kind: z.literal('refused'), problems: z.array(problemSchema).readonly() }).readonly(),
])
export type RunUpdate = z.output<typeof runUpdateSchema>

export const runsContract = {
  /** a study's runs, newest first */
  list: procedure.input(z.object({ studyDir })).output(z.array(runSummaryViewSchema).readonly()),
  show: procedure.input(aRun).output(runDetailsSchema),
  /** one pair's rows of the two tables */
  pair: procedure
    .input(aRun.extend({ pairId }))
    .output(z.object({ metrics: cellsSchema.nullable(), features: cellsSchema.nullable() }).readonly()),
  /** begins a run, or takes one up again; resolves once its input is read, and goes on by itself */
  start: procedure.input(aRun.extend({ manifestPath: filePath, settings: runSettingsSchema })).output(aRun.readonly()),
  /** takes a run up again with the settings that it has; `pairIds`: only these, done or not */
  resume: procedure
    .input(aRun.extend({ pairIds: z.array(pairId).min(1).readonly().optional() }))
    .output(aRun.readonly()),
  /** begins no more pairs; those under way are finished */
  pause: procedure.input(aRun).output(z.void()),
  /** at once: pairs under way are lost */
  stop: procedure.input(aRun).output(z.void()),
  /** goes on until the caller ends it, over pauses, stops and resumes */
  watch: procedure.input(aRun).output(eventIterator(runUpdateSchema)),
  edit: procedure
    .input(
      aRun.extend({
        title: z.string().max(200).optional(),
        note: z.string().max(20_000).optional(),
        tags: z.array(z.string().min(1).max(60)).max(30).readonly().optional(),
        archived: z.boolean().optional(),
      }),
    )
    .output(runSummaryViewSchema),
  /** its pairs' folders and log to the system's trash, its rows out of store and tables */
  remove: procedure.input(aRun).output(z.void()),
  /** where a run's inputs are now, for resuming it */
  relink: procedure
    .input(
      aRun.extend({
        tablePath: filePath.optional(),
        manifestPath: filePath.optional(),
        dataRoot: filePath.nullable().optional(),
      }),
    )
    .output(runDetailsSchema),
  /** everything that made each of the runs, side by side */
  compare: procedure.input(z.object({ runs: z.array(aRun.readonly()).min(1).max(20).readonly() })).output(
    z
      .array(
        z
          .object({
            group: z.enum(['parameters', 'environment', 'inputs', 'results']),
            name: z.string(),
            /** one a run, in the order asked for */
            values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly(),
            differs: z.boolean(),
          })
          .readonly(),
      )
      .readonly(),
  ),
  /** what settings come to: what they leave out is filled in, and a reach decides λ */
  complete: procedure.input(z.object({ settings: runSettingsSchema })).output(completeSettingsSchema),
  /** the settings of a run, for another like it */
  settings: procedure
    .input(aRun)
    .output(z.object({ manifestPath: filePath, settings: completeSettingsSchema }).readonly()),
  /** the command line that does what these settings do */
  command: procedure.input(aRun.extend({ manifestPath: filePath, settings: runSettingsSchema })).output(z.string()),
}
