import { z } from 'zod'
import { PROFILE_BINS } from '../core/analysis/body-profile.ts'
import { PROFILE_QUANTITIES } from '../core/analysis/profile-quantity.ts'
import {
  boxSchema,
  fieldMapSchema,
  groupRefSchema,
  panelFieldViewSchema,
  panelRefSchema,
  panelWarningSchema,
} from './field-schemas.ts'
import { count, figure, pairId, procedure, runId, studyDir } from './procedure.ts'

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

/** The rostral-caudal coordinate S on part of the grid: base64 of little-endian float32, NaN off the body; `floatsOf` takes it back. */
const bodySchema = z
  .object({ gridHeightPx: count, gridWidthPx: count, umPerPx: z.number(), box: boxSchema, s: z.string() })
  .readonly()
export type BodyView = z.output<typeof bodySchema>

/** A source along whose centreline S goes. One with failures is not used. */
const referenceSchema = z
  .object({
    embryoId: z.string(),
    frameIndex: z.int(),
    lengthUm: z.number(),
    /** `branch`: the longest branch over the path; `outside`: the share of the line that lies outside the mask */
    failures: z
      .array(z.object({ kind: z.enum(['branch', 'outside']), fraction: z.number(), limit: z.number() }).readonly())
      .readonly(),
  })
  .readonly()
export type ReferenceView = z.output<typeof referenceSchema>

const panelBodySchema = z
  .object({
    /** of groups the mean of their references' at each pixel; null where no centreline can be trusted */
    body: bodySchema.nullable(),
    references: z.array(referenceSchema).readonly(),
  })
  .readonly()
export type PanelBody = z.output<typeof panelBodySchema>

/** A pair's mass on its way from the source to the target, on the pair's box. */
const morphSchema = z
  .object({
    gridHeightPx: count,
    gridWidthPx: count,
    umPerPx: z.number(),
    box: boxSchema,
    /** the mass that 255 stands for, px a pixel; denser pixels are 255 too */
    fullMassPx: z.number(),
    /** at even steps of t, the source first and the target last; base64 of a byte a pixel; `bytesOf` takes it back */
    frames: z.array(z.string()).readonly(),
  })
  .readonly()
export type MorphView = z.output<typeof morphSchema>

const profilesQuerySchema = z.object({
  studyDir,
  runId,
  groups: z.array(groupRefSchema).min(1).max(12).readonly(),
  /** a map of the source, or the displacement along the body's own axis (`axial`, + tailward) or across it (`perpendicular`, + to the belly) */
  quantity: z.enum(PROFILE_QUANTITIES),
  bins: z.literal(PROFILE_BINS),
})
export type ProfilesQuery = z.output<typeof profilesQuerySchema>

/** one figure a part of the body, head first; null for none */
const profile = z.array(figure).readonly()

const profilesSchema = z
  .object({
    unit: z.enum(['µm', 'µm²', 'µm⁴']),
    /** in the order asked for */
    groups: z
      .array(
        z
          .object({
            group: groupRefSchema,
            name: z.string(),
            embryoCount: count,
            pairCount: count,
            /** how many embryos stand in each part */
            embryosAt: z.array(count).readonly(),
            /** over the embryos */
            mean: profile,
            /** between the embryos; null for fewer than two */
            sd: profile,
            /** each embryo's mean over its references and frames */
            embryos: z.array(z.object({ embryoId: z.string(), values: profile }).readonly()).readonly(),
            warnings: z.array(panelWarningSchema).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    references: z.array(referenceSchema).readonly(),
    /** mean of the references' S, by which a place on a field and a part of the profile find each other */
    body: bodySchema,
  })
  .readonly()
export type Profiles = z.output<typeof profilesSchema>

export const fieldsContract = {
  /** what a panel draws of a map; statistics take it as it is, pictures may smooth it */
  panel: procedure
    .input(z.object({ studyDir, panel: panelRefSchema, map: fieldMapSchema }))
    .output(panelFieldViewSchema),
  /** how far the groups are that are being read, for whoever waits for a panel; null where none is */
  progress: procedure
    .input(z.object({}))
    .output(z.object({ pairsRead: count, pairCount: count }).readonly().nullable()),
  /** how far along the body each pixel of a panel lies */
  body: procedure.input(z.object({ studyDir, panel: panelRefSchema })).output(panelBodySchema),
  /** a pair's mass at `steps` times on its way, from its saved potentials */
  morph: procedure.input(z.object({ studyDir, runId, pairId, steps: z.int().min(2).max(61) })).output(morphSchema),
  /** a quantity along the body, by group */
  profiles: procedure.input(profilesQuerySchema).output(profilesSchema),
  groups: procedure.input(z.object({ studyDir, runId })).output(runGroupsSchema),
}
