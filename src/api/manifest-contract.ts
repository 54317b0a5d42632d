import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { PLACEMENTS } from '../core/canonical/place-frame.ts'
import {
  count,
  figure,
  filePath,
  frameRefSchema,
  maskSchema,
  pairId,
  problemSchema,
  procedure,
  studyDir,
} from './procedure.ts'
import { runSettingsSchema } from './run-settings.ts'

/** A pair of a manifest: contract §1.3. */
export const manifestPairSchema = z
  .object({
    pairId: z.string(),
    src: frameRefSchema,
    tgt: frameRefSchema,
    setType: z.string().optional(),
    setRank: z.int().optional(),
    genotype: z.string().optional(),
    binSrcHpf: z.number().optional(),
    binTgtHpf: z.number().optional(),
    stageSrcHpf: z.number().optional(),
    stageTgtHpf: z.number().optional(),
    isControlPair: z.boolean(),
    /** false leaves the pair out, unless it is a control */
    analysisUse: z.boolean(),
  })
  .readonly()
export type ManifestPairView = z.output<typeof manifestPairSchema>

const hpf = z.number().nonnegative()

/** Which pairs to build. Stages and tolerance in hours post fertilisation. */
export const manifestIntentSchema = z
  .object({
    /** column that tells the groups apart */
    groupColumn: z.string().min(1),
    /** the group whose embryos are the sources */
    reference: z.string().min(1),
    /** groups compared with it; all others where left out */
    groups: z.array(z.string()).readonly().optional(),
    /** only these embryos are references */
    referenceIds: z.array(z.string()).readonly().optional(),
    binsHpf: z.array(hpf).readonly(),
    toleranceHpf: hpf,
    controls: z.enum(['none', 'one-way', 'both']),
    /** within each embryo, from stage to stage */
    transitions: z.array(z.tuple([hpf, hpf]).readonly()).readonly(),
    /** column in which both embryos of a pair must agree: clutch, date */
    matchWithin: z.string().optional(),
    /** of many references the nearest in stage */
    referencesPerEmbryo: z.int().positive().optional(),
    /** flags of the table, and our own, by which frames are left out */
    leaveOut: z.array(z.string()).readonly(),
  })
  .readonly()
export type ManifestIntent = z.output<typeof manifestIntentSchema>

/** A problem of one pair and what would mend it. */
export const pairProblemSchema = z
  .object({
    /** index in the pairs that were checked */
    index: count,
    problem: problemSchema,
    mends: z.array(z.object({ label: z.string(), pair: manifestPairSchema.nullable() }).readonly()).readonly(),
  })
  .readonly()
export type PairProblem = z.output<typeof pairProblemSchema>

const pairs = z.array(manifestPairSchema).max(100_000).readonly()

export const manifestContract = {
  build: procedure.input(z.object({ studyDir, intent: manifestIntentSchema })).output(
    z
      .object({
        pairs,
        /** rows of the table that no pair uses, by reason */
        leftOut: z.record(z.string(), count).readonly(),
        /** frames left out for their quality, each with its reason */
        excluded: z
          .array(z.object({ frame: frameRefSchema, reason: z.string(), message: z.string() }).readonly())
          .readonly(),
        /** what a person may not expect: a bin without references, … */
        notes: z.array(z.string()).readonly(),
      })
      .readonly(),
  ),
  /** embryos with a usable frame, by group, stage bin and a third column (date, clutch): a confounded design shows here */
  design: procedure
    .input(
      z.object({
        studyDir,
        groupColumn: z.string().min(1),
        byColumn: z.string().min(1),
        binsHpf: z.array(hpf).readonly(),
        toleranceHpf: hpf,
      }),
    )
    .output(
      z
        .object({
          groups: z.array(z.string()).readonly(),
          by: z.array(z.string()).readonly(),
          cells: z
            .array(z.object({ group: z.string(), by: z.string(), binHpf: z.number(), embryoCount: count }).readonly())
            .readonly(),
          /** groups that never share a value of the third column with another at a bin */
          warnings: z.array(z.string()).readonly(),
        })
        .readonly(),
    ),
  /** stage bins that the table suggests: whole hours at which many embryos have a frame */
  suggestBins: procedure
    .input(z.object({ studyDir, groupColumn: z.string().min(1), toleranceHpf: hpf }))
    .output(z.array(z.object({ binHpf: z.number(), embryoCount: count }).readonly()).readonly()),
  read: procedure
    .input(z.object({ studyDir, path: filePath }))
    .output(z.object({ pairs, problems: z.array(problemSchema).readonly() }).readonly()),
  check: procedure.input(z.object({ studyDir, pairs })).output(z.array(pairProblemSchema).readonly()),
  /** as a CSV in the study's `manifests` folder that the command line takes */
  save: procedure
    .input(z.object({ studyDir, name: z.string().min(1), pairs }))
    .output(z.object({ path: filePath }).readonly()),
  /** both masks on the canonical grid, as a run would lay them before any refinement */
  overlay: procedure
    .input(z.object({ studyDir, src: frameRefSchema, tgt: frameRefSchema, placement: z.enum(PLACEMENTS).optional() }))
    .output(
      z
        .object({
          source: maskSchema,
          target: maskSchema,
          gridUmPerPx: z.number(),
          /** intersection over union */
          overlap: z.number(),
        })
        .readonly(),
    ),
  /** solves one pair with the settings and says what all would take; ends with `ready` */
  estimate: procedure.input(z.object({ studyDir, manifestPath: filePath, settings: runSettingsSchema })).output(
    eventIterator(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('solving'), pairId }).readonly(),
        z
          .object({
            kind: z.literal('ready'),
            pairCount: count,
            frameCount: count,
            samplePairId: pairId,
            sampleSec: z.number(),
            totalSec: z.number(),
            totalBytes: count,
            /** on the study's drive; null where the system doesn't say */
            freeBytes: figure,
          })
          .readonly(),
      ]),
    ),
  ),
}
