import { z } from 'zod'
import type { StudyProcedureName } from './channels.ts'
import { runSummaryViewSchema, runViewSchema } from './study-views.ts'

/** What goes into a procedure and what comes out. */
export interface Procedure<Input, Output> {
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
}

const studyDir = z.string().min(1)

/** What the service does with a study folder. */
export const studyProcedures = {
  /** the study's runs, newest first */
  listRuns: { input: z.strictObject({ studyDir }), output: z.array(runSummaryViewSchema).readonly() },
  /** one run and its pairs */
  showRun: { input: z.strictObject({ studyDir, runId: z.string().min(1) }), output: runViewSchema },
} as const satisfies Record<StudyProcedureName, Procedure<unknown, unknown>>
