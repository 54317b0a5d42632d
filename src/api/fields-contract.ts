import { z } from 'zod'
import { fieldMapSchema, panelFieldViewSchema, panelRefSchema } from './field-schemas.ts'
import { count, procedure, runId, studyDir } from './procedure.ts'

/** How many stand behind something: solved pairs, and the embryos that are their targets. */
const counted = z.object({ embryos: count, pairs: count })

/** Pairs whose targets are at a stage, hpf, half-open: a `GroupRef`'s `stageHpf`. */
const stageSchema = counted.extend({ stageHpf: z.tuple([z.number(), z.number()]).readonly() }).readonly()

/** Which groups a run's solved pairs make. Pairs from an embryo to itself are counted only where there are no others. */
export const runGroupsSchema = z
  .object({
    /** label columns, most telling first; one that says the same as another is left out */
    columns: z
      .array(
        z
          .object({
            name: z.string(),
            groups: z
              .array(counted.extend({ value: z.string(), stages: z.array(stageSchema).readonly() }).readonly())
              .readonly(),
          })
          .readonly(),
      )
      .readonly(),
    stages: z.array(stageSchema).readonly(),
  })
  .readonly()
export type RunGroups = z.output<typeof runGroupsSchema>

export const fieldsContract = {
  /** what a panel draws of a map; statistics take it as it is, pictures may smooth it */
  panel: procedure
    .input(z.object({ studyDir, panel: panelRefSchema, map: fieldMapSchema }))
    .output(panelFieldViewSchema),
  /** how far the groups are that are being read, for whoever waits for a panel; null where none is */
  progress: procedure
    .input(z.object({}))
    .output(z.object({ pairsRead: count, pairCount: count }).readonly().nullable()),
  groups: procedure.input(z.object({ studyDir, runId })).output(runGroupsSchema),
}
