import { z } from 'zod'
import { count, procedure, runId, studyDir } from './procedure.ts'

const aColumn = z.object({
  /** as in the table's file (`docs/file-formats.md`) */
  name: z.string(),
  /** '' for none */
  unit: z.string(),
  meaning: z.string(),
  /** which of the study's tables has it; `store`: the run store alone */
  table: z.enum(['store', 'metrics', 'features', 'embryos']),
})

/** One column of a table, a value a row. */
export const exploreColumnSchema = z.discriminatedUnion('kind', [
  aColumn
    .extend({
      kind: z.literal('number'),
      /** float64, little-endian; NaN where there is none */
      valuesBase64: z.string(),
    })
    .readonly(),
  aColumn
    .extend({
      kind: z.literal('text'),
      /** each text once; the first is '', which stands for none. Booleans are `true` and `false` */
      texts: z.array(z.string()).readonly(),
      /** uint32, little-endian, a place in `texts` a row */
      codesBase64: z.string(),
    })
    .readonly(),
])
export type ExploreColumnView = z.output<typeof exploreColumnSchema>

/** Metrics, features and labels of every pair that was tried, by run in the order asked for and in the manifest's order. */
export const exploreTableSchema = z
  .object({
    rowCount: count,
    /** pairs of the runs that were not tried yet, or are skipped */
    untriedCount: count,
    /** those that have a value in at least one row; `run_id`, `pair_id`, `position` (in the manifest, from 0) and `state` first */
    columns: z.array(exploreColumnSchema).readonly(),
  })
  .readonly()
export type ExploreTableView = z.output<typeof exploreTableSchema>

export const exploreContract = {
  table: procedure
    .input(z.object({ studyDir, runIds: z.array(runId).min(1).max(20).readonly() }))
    .output(exploreTableSchema),
}
