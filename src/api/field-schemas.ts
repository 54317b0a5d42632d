import { z } from 'zod'
import { FIELD_MAPS } from '../core/analysis/field-map.ts'
import type { PanelField, PanelRef } from '../core/analysis/panel-field.ts'
import { COLOUR_MAPS, type FieldView, MOST_PANELS } from '../figure/field-view.ts'
import { count, pairId, runId } from './procedure.ts'

export const fieldMapSchema = z.enum(FIELD_MAPS)

/** See `GroupRef`. */
export const groupRefSchema = z
  .object({
    column: z.string().min(1),
    value: z.string(),
    stageHpf: z.tuple([z.number(), z.number()]).readonly().nullable(),
  })
  .readonly()

/** See `PanelRef`. */
export const panelRefSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pair'), runId, pairId }).readonly(),
  z
    .object({ kind: z.literal('pair-difference'), runId, pairId, reference: z.object({ runId, pairId }).readonly() })
    .readonly(),
  z.object({ kind: z.literal('mean'), runId, group: groupRefSchema }).readonly(),
  z.object({ kind: z.literal('difference'), runId, group: groupRefSchema, reference: groupRefSchema }).readonly(),
  z
    .object({
      kind: z.literal('standardised-difference'),
      runId,
      group: groupRefSchema,
      reference: groupRefSchema,
    })
    .readonly(),
]) satisfies z.ZodType<PanelRef>

export const boxSchema = z.object({ y0: z.int(), x0: z.int(), y1: z.int(), x1: z.int() }).readonly()

export const panelWarningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('few-embryos'), group: z.string(), embryos: count }).readonly(),
  z.object({ kind: z.literal('pairs-left-out'), count, reason: z.string() }).readonly(),
  z.object({ kind: z.literal('not-converged'), count }).readonly(),
])

const base64 = z.string()

/** A `PanelField` on its way: arrays as base64 of their little-endian bytes; `panelFieldOf` takes it back. */
export const panelFieldViewSchema = z
  .object({
    gridHeightPx: count,
    gridWidthPx: count,
    umPerPx: z.number(),
    box: boxSchema,
    kind: z.enum(['magnitude', 'signed']),
    unit: z.enum(['µm', 'µm²', 'µm⁴', '']),
    values: base64,
    dyUm: base64.nullable(),
    dxUm: base64.nullable(),
    sourceMask: base64.nullable(),
    targetMask: base64.nullable(),
    embryosAt: base64.nullable(),
    counts: z
      .object({ embryos: z.array(count).readonly(), pairs: z.array(count).readonly() })
      .readonly()
      .nullable(),
    title: z.array(z.string()).readonly(),
    warnings: z.array(panelWarningSchema).readonly(),
  })
  .readonly() satisfies z.ZodType<{ readonly [Key in keyof PanelField]: unknown }>
export type PanelFieldView = z.output<typeof panelFieldViewSchema>

const yx = z.tuple([z.number(), z.number()]).readonly()
const windowSchema = z.object({ centreYx: yx, zoom: z.number().positive().nullable() }).readonly()
const limitsSchema = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('robust'), lowPct: z.number().min(0).max(100), highPct: z.number().min(0).max(100) })
    .readonly(),
  z.object({ kind: z.literal('fixed'), low: z.number(), high: z.number() }).readonly(),
])
const markSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('probe'), yx }).readonly(),
  z.object({ kind: z.literal('line'), fromYx: yx, toYx: yx }).readonly(),
  z.object({ kind: z.literal('region'), polygonYx: z.array(yx).readonly() }).readonly(),
])

/** See `FieldView`. */
export const fieldViewSchema = z
  .object({
    version: z.literal(1),
    map: fieldMapSchema,
    panels: z
      .array(
        z.object({ ref: panelRefSchema, window: windowSchema.nullable(), limits: limitsSchema.nullable() }).readonly(),
      )
      .min(1)
      .max(MOST_PANELS)
      .readonly(),
    columns: z.int().positive().max(MOST_PANELS).nullable(),
    window: windowSchema,
    limits: limitsSchema,
    colours: z.enum(COLOUR_MAPS).nullable(),
    arrows: z.boolean(),
    arrowScale: z.number().positive().nullable(),
    outlines: z.object({ source: z.boolean(), target: z.boolean() }).readonly(),
    smoothingUm: z.number().nonnegative(),
    marks: z.array(markSchema).max(200).readonly(),
  })
  .readonly() satisfies z.ZodType<FieldView>
