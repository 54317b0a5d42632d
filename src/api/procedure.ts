import { oc } from '@orpc/contract'
import { z } from 'zod'

/** Something wrong that a person can mend: see `Problem` of the study. Rows count as a spreadsheet does, the header being row 1. */
export const problemSchema = z
  .object({
    severity: z.enum(['error', 'warning']),
    /** `batch`: nothing goes on until it is mended; `pair`: concerns the named pair or frame only */
    scope: z.enum(['batch', 'pair']),
    /** kebab-case and stable: `missing-column`, `duplicate-pair-id`, … */
    kind: z.string(),
    /** what is wrong, with the value, and what to do about it */
    message: z.string(),
    file: z.string(),
    row: z.int().optional(),
    column: z.string().optional(),
    pairId: z.string().optional(),
  })
  .readonly()
export type ProblemView = z.output<typeof problemSchema>

/** A procedure of the contract. Whatever a person can mend is thrown as `REFUSED`, with every problem found. */
export const procedure = oc.errors({
  REFUSED: { status: 422, data: z.object({ problems: z.array(problemSchema).readonly() }).readonly() },
})

/** absolute path of a study folder */
export const studyDir = z.string().min(1)
export const filePath = z.string().min(1)
export const runId = z.string().min(1)
export const pairId = z.string().min(1)
export const count = z.int().nonnegative()
/** null where there is none; infinities and NaN are none */
export const figure = z.number().nullable()
/** ISO 8601, UTC */
export const instant = z.string()

/** A frame of an embryo table. */
export const frameRefSchema = z.object({ embryoId: z.string().min(1), frameIndex: z.int() }).readonly()
export type FrameRefView = z.output<typeof frameRefSchema>

/** A mask: COCO compressed run lengths (column-major) and size. */
export const maskSchema = z.object({ heightPx: count, widthPx: count, rle: z.string() }).readonly()
export type MaskView = z.output<typeof maskSchema>
