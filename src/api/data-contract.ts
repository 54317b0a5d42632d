import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { PLACEMENTS } from '../core/canonical/place-frame.ts'
import { count, figure, frameRefSchema, instant, maskSchema, problemSchema, procedure, studyDir } from './procedure.ts'

/** A column of the embryo table. */
export const tableColumnSchema = z
  .object({
    name: z.string(),
    kind: z.enum(['text', 'number', 'flag']),
    /** counted up to 5,000 */
    distinctCount: count,
    /** the commonest values with their rows, at most 200; none where most values differ: of a number with more than 200, of a text with more than 5,000 */
    values: z.array(z.object({ value: z.string(), rowCount: count }).readonly()).readonly(),
  })
  .readonly()
export type TableColumn = z.output<typeof tableColumnSchema>

/** The embryo table as a whole. */
export const tableViewSchema = z
  .object({
    rowCount: count,
    embryoCount: count,
    columns: z.array(tableColumnSchema).readonly(),
    stageRangeHpf: z.tuple([z.number(), z.number()]).readonly().nullable(),
    problems: z.array(problemSchema).readonly(),
  })
  .readonly()
export type TableView = z.output<typeof tableViewSchema>

/** A turn by 180° or a mirroring across the long axis, on top of the orientation that placement chose; neither: it was right. */
export const correctionSchema = z.object({ turned: z.boolean(), flipped: z.boolean() }).readonly()

/** A reason to look at a frame, with what was measured and what it was held against. */
export const qualityFlagSchema = z
  .object({ kind: z.string(), number: figure, threshold: figure, message: z.string() })
  .readonly()

/** A row of the embryo table, as a list shows it. */
export const frameRowSchema = z
  .object({
    embryoId: z.string(),
    frameIndex: z.int(),
    /** of the table */
    row: z.int(),
    stageHpf: figure,
    /** the table's own quality flags that speak against it */
    tableFlags: z.array(z.string()).readonly(),
    /** the asked-for columns, where they are not empty */
    labels: z.record(z.string(), z.string()).readonly(),
    /** why it was left out by hand; null where it was not */
    excludedBecause: z.string().nullable(),
    /** decided by hand; null where nothing was */
    correction: correctionSchema.nullable(),
    /** how the embryo's other frames lay it; what was decided by hand goes before it. Null where they agree with placement, and until the frames were checked */
    neighbourCorrection: correctionSchema.nullable(),
    /** null until the frames were checked */
    flags: z.array(z.string()).readonly().nullable(),
    /** placement could not tell, or the embryo's other frames disagree; false once it was decided by hand */
    orientationUncertain: z.boolean().nullable(),
  })
  .readonly()
export type FrameRow = z.output<typeof frameRowSchema>

const COMPARISONS = ['is', 'is-not', 'contains', 'at-least', 'at-most', 'is-empty', 'is-not-empty'] as const

/** Which rows, in which order. Columns are the table's, and `stage_hpf`, `excluded`, `corrected`, `table_flags`, `quality_flags`, `orientation_uncertain`. */
export const rowQuerySchema = z
  .object({
    /** in ids and labels, ignoring case */
    search: z.string().optional(),
    /** all must hold */
    filters: z
      .array(z.object({ column: z.string(), comparison: z.enum(COMPARISONS), value: z.string() }).readonly())
      .readonly()
      .optional(),
    sort: z.object({ column: z.string(), descending: z.boolean() }).readonly().optional(),
    /** label columns to give back */
    columns: z.array(z.string()).readonly().optional(),
  })
  .readonly()
export type RowQuery = z.output<typeof rowQuerySchema>

/** One frame, as it came and as it is placed. */
export const frameViewSchema = z
  .object({
    ...frameRowSchema.unwrap().shape,
    umPerPx: z.number(),
    /** null where it can't be decoded, with the reason in `error` */
    raw: maskSchema.nullable(),
    rawYolk: maskSchema.nullable(),
    /** on the canonical grid; null where it can't be placed, with the reason */
    placed: maskSchema.nullable(),
    placedYolk: maskSchema.nullable(),
    error: z.string().nullable(),
    gridUmPerPx: z.number(),
    /** raw px → canonical px: y′ = yy·y + yx·x + y0, x′ = xy·y + xx·x + x0 */
    transform: z
      .object({ yy: z.number(), yx: z.number(), xy: z.number(), xx: z.number(), y0: z.number(), x0: z.number() })
      .readonly()
      .nullable(),
    alignment: z.string().nullable(),
    evidence: z.array(z.object({ kind: z.string(), value: figure, threshold: figure }).readonly()).readonly(),
    /** what cleaning changed */
    cleaning: z
      .object({ removedComponents: count, removedAreaPx: count, filledHoles: count, filledAreaPx: count })
      .readonly()
      .nullable(),
    qualityFlags: z.array(qualityFlagSchema).readonly(),
  })
  .readonly()
export type FrameView = z.output<typeof frameViewSchema>

/** Something decided by hand about frames. Kept with the study; undone ones stay in the list until something else is decided. */
export const frameEditSchema = z
  .object({
    editId: count,
    at: instant,
    kind: z.enum(['exclude', 'include', 'correct']),
    frames: z.array(frameRefSchema).readonly(),
    /** why they were left out */
    reason: z.string(),
    isUndone: z.boolean(),
  })
  .readonly()
export type FrameEdit = z.output<typeof frameEditSchema>

export const editsViewSchema = z
  .object({
    /** newest first */
    edits: z.array(frameEditSchema).readonly(),
    canUndo: z.boolean(),
    canRedo: z.boolean(),
  })
  .readonly()
export type EditsView = z.output<typeof editsViewSchema>

const frames = z.array(frameRefSchema).min(1).max(100_000).readonly()

export const dataContract = {
  /** reads the study's embryo table, which is then kept at hand; ends with `ready` */
  read: procedure
    .input(z.object({ studyDir }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('reading'), readBytes: count, totalBytes: count, rowCount: count }).readonly(),
          z.object({ kind: z.literal('ready'), table: tableViewSchema }).readonly(),
        ]),
      ),
    ),
  /** a stretch of the rows that a query gives */
  rows: procedure
    .input(z.object({ studyDir, query: rowQuerySchema, offset: count, limit: z.int().min(1).max(2000) }))
    .output(z.object({ total: count, rows: z.array(frameRowSchema).readonly() }).readonly()),
  /** an embryo's frames in order of their index */
  embryo: procedure.input(z.object({ studyDir, embryoId: z.string() })).output(z.array(frameRowSchema).readonly()),
  /** small placed masks, as PNG (white, opaque where the embryo is) in base64; null where a frame can't be placed */
  thumbnails: procedure
    .input(
      z.object({
        studyDir,
        frames: z.array(frameRefSchema).min(1).max(100).readonly(),
        placement: z.enum(PLACEMENTS).optional(),
      }),
    )
    .output(
      z
        .array(
          z
            .object({
              frame: frameRefSchema,
              pngBase64: z.string().nullable(),
              orientationUncertain: z.boolean(),
              error: z.string().nullable(),
            })
            .readonly(),
        )
        .readonly(),
    ),
  frame: procedure
    .input(z.object({ studyDir, frame: frameRefSchema, placement: z.enum(PLACEMENTS).optional() }))
    .output(frameViewSchema),
  /** places every frame and compares each embryo's with one another; `rows` then knows flags and uncertain orientations. Ends with `ready` */
  check: procedure.input(z.object({ studyDir })).output(
    eventIterator(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('checking'), framesDone: count, frameCount: count }).readonly(),
        z
          .object({
            kind: z.literal('ready'),
            /** frames by flag */
            flagged: z.record(z.string(), count).readonly(),
            uncertainCount: count,
            problems: z.array(problemSchema).readonly(),
          })
          .readonly(),
      ]),
    ),
  ),
  exclude: procedure.input(z.object({ studyDir, frames, reason: z.string().min(1) })).output(editsViewSchema),
  include: procedure.input(z.object({ studyDir, frames })).output(editsViewSchema),
  /** decides how a frame lies, whatever its neighbours say; null leaves it to them again */
  correct: procedure
    .input(z.object({ studyDir, frame: frameRefSchema, correction: correctionSchema.nullable() }))
    .output(editsViewSchema),
  edits: procedure.input(z.object({ studyDir })).output(editsViewSchema),
  undo: procedure.input(z.object({ studyDir })).output(editsViewSchema),
  redo: procedure.input(z.object({ studyDir })).output(editsViewSchema),
}
