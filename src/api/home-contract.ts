import { z } from 'zod'
import { count, filePath, instant, procedure, studyDir } from './procedure.ts'
import { runSummaryViewSchema } from './run-views.ts'

/** A study that was opened before. */
export const recentStudySchema = z
  .object({
    studyDir,
    name: z.string(),
    openedAt: instant,
    /** `missing`: moved, renamed or on a drive that is not there */
    state: z.enum(['here', 'missing', 'unreadable']),
    /** why it can't be read */
    message: z.string().nullable(),
    sizeBytes: count.nullable(),
    /** newest first */
    runs: z.array(runSummaryViewSchema).readonly(),
  })
  .readonly()
export type RecentStudy = z.output<typeof recentStudySchema>

export const studyInputsSchema = z
  .object({
    /** the embryo table; null until one is chosen */
    tablePath: filePath.nullable(),
    /** where `segmentation/<yolk…>/` lies */
    dataRoot: filePath.nullable(),
    tableFound: z.boolean(),
    dataRootFound: z.boolean(),
  })
  .readonly()

/** An open study. */
export const studyViewSchema = z
  .object({
    studyDir,
    name: z.string(),
    inputs: studyInputsSchema,
    manifests: z
      .array(z.object({ name: z.string(), path: filePath, pairCount: count, modifiedAt: instant }).readonly())
      .readonly(),
    runCount: count,
    excludedFrameCount: count,
    correctedFrameCount: count,
  })
  .readonly()
export type StudyView = z.output<typeof studyViewSchema>

export const homeContract = {
  /** studies that were opened here, latest first, with their runs */
  recent: procedure.output(z.array(recentStudySchema).readonly()),
  /** from the list, not from disk */
  forget: procedure.input(z.object({ studyDir })).output(z.void()),
  /** a study that was moved: the list and the study's own paths follow */
  relink: procedure.input(z.object({ from: studyDir, to: studyDir })).output(studyViewSchema),
  /** makes the demo study's files: a table, yolks and a manifest, ready to be run */
  makeDemo: procedure
    .input(z.object({ parent: filePath.optional(), pairs: z.int().min(1).max(5000).optional() }))
    .output(studyViewSchema),
}

export const studyContract = {
  open: procedure.input(z.object({ studyDir })).output(studyViewSchema),
  /** makes a folder a study; one that already is, is opened and given the inputs */
  create: procedure
    .input(z.object({ studyDir, tablePath: filePath.optional(), dataRoot: filePath.optional() }))
    .output(studyViewSchema),
  /** chooses or relinks the inputs; what is left out stays */
  setInputs: procedure
    .input(z.object({ studyDir, tablePath: filePath.optional(), dataRoot: filePath.nullable().optional() }))
    .output(studyViewSchema),
}
