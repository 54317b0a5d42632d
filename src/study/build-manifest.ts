import { encodeCsv } from './csv-text.ts'
import type { EmbryoRow } from './embryo-rows.ts'
import { frameKey } from './embryo-table.ts'
import { type ManifestPair, pairIdOf, transitionIdOf } from './manifest.ts'
import type { QualityFlag } from './quality-flags.ts'

/** Which pairs to build. Stages and tolerance are in hours post fertilisation. */
export interface ManifestOptions {
  /** label column that tells the groups apart: genotype, treatment, … */
  readonly groupColumn: string
  /** the group whose embryos are the references: the sources of every comparison */
  readonly reference: string
  /** groups compared with the reference; every other one where undefined */
  readonly groups?: readonly string[] | undefined
  /** stages at which embryos are compared */
  readonly binsHpf: readonly number[]
  /** a frame belongs to a bin if its stage is at most this far from it */
  readonly toleranceHpf: number
  /** pairs of two references at a bin: none, each two once, or in both directions */
  readonly controls: 'none' | 'one-way' | 'both'
  /** from bin to bin within each embryo of the reference and the groups */
  readonly transitions: readonly (readonly [fromHpf: number, toHpf: number])[]
  /** label column in which the two embryos of a pair must agree: clutch, date, plate */
  readonly matchWithin?: string | undefined
  /** only these embryos are references */
  readonly referenceIds?: readonly string[] | undefined
  /** of many references, each embryo is compared with so many: those nearest in stage */
  readonly referencesPerEmbryo?: number | undefined
  /** rows with one of these flags of the table raised are left out */
  readonly leaveOut: readonly QualityFlag[]
  /** frames that are left out besides, by `frameKey` */
  readonly excluded?: ReadonlyMap<string, Exclusion>
}

/** Why a frame is left out. */
export interface Exclusion {
  /** a quality flag's kind or a column of the table */
  readonly reason: string
  readonly message: string
}

/** A row of the table that is left out for its quality. */
export interface ExcludedRow extends Exclusion {
  readonly row: EmbryoRow
}

/** What most manifests need; `no_yolk_flag` says nothing about the embryo itself. */
export const DEFAULT_MANIFEST_OPTIONS = {
  groupColumn: 'genotype',
  reference: 'wt',
  binsHpf: [],
  toleranceHpf: 0.5,
  controls: 'one-way',
  transitions: [],
  leaveOut: ['use_embryo_flag', 'dead_flag', 'dead_flag2', 'sam2_qc_flag', 'sa_outlier_flag', 'frame_flag'],
} as const satisfies ManifestOptions

/** A pair of a manifest that is not written yet. */
export type NewPair = Omit<ManifestPair, 'row'>

/** The pairs, and what did not become one. */
export interface BuiltManifest {
  readonly pairs: readonly NewPair[]
  /** rows of the table that no pair uses, by reason */
  readonly leftOut: Readonly<Record<string, number>>
  /** of these, the rows that were left out for their quality, in the table's order */
  readonly excluded: readonly ExcludedRow[]
  /** what a person may not expect: a bin without references, an embryo without one end of a transition, … */
  readonly notes: readonly string[]
}

/**
 * Builds the pairs of a manifest from the rows of an embryo table (contract §1.3): comparisons of references with embryos of the groups at each bin
 * (`set_type` comparison), controls among the references (control, `analysis_use` false), and transitions within an embryo (transition).
 *
 * Of an embryo's frames within a bin the nearest in stage counts, of two equally near the earlier. `genotype` holds the target's group, `set_rank` counts
 * the references of one target from 1. Pairs are ordered by bin, target and rank; a pair that two overlapping bins give stands at the first.
 */
export function buildManifest(rows: readonly EmbryoRow[], options: ManifestOptions): BuiltManifest {
  const leftOut = new Map<string, number>()
  const excluded: ExcludedRow[] = []
  const usable = rows.filter((row) => {
    const exclusion = exclusionOf(row, options)
    if (exclusion !== undefined) excluded.push({ row, ...exclusion })
    const reason = exclusion?.reason ?? leaveOutReason(row, options)
    if (reason !== undefined) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
    return reason === undefined
  })
  const bins = new Map(wantedBins(options).map((binHpf) => [binHpf, framesAt(usable, binHpf, options)]))
  const at = (binHpf: number) => bins.get(binHpf) ?? []
  const pairs = [
    ...options.binsHpf.flatMap((binHpf) => comparisons(at(binHpf), binHpf, options)),
    ...options.binsHpf.flatMap((binHpf) => controls(at(binHpf), binHpf, options)),
    ...options.transitions.flatMap(([fromHpf, toHpf]) => transitions(at(fromHpf), at(toHpf), fromHpf, toHpf, options)),
  ]
  const chosen = new Set([...bins.values()].flat())
  const others = usable.filter((row) => !chosen.has(row)).length
  if (others > 0) leftOut.set('outside the bins, or another frame of the embryo is nearer', others)
  return { pairs: withoutRepeats(pairs), leftOut: Object.fromEntries(leftOut), excluded, notes: notesOn(bins, options) }
}

/** The excluded rows as a table: who, where in the embryo table, and why. */
export function writeExcluded(excluded: readonly ExcludedRow[]): string {
  return encodeCsv(
    ['embryo_id', 'frame_index', 'table_row', 'predicted_stage_hpf', 'reason', 'message'],
    excluded.map(({ row, reason, message }) => [row.embryoId, row.frameIndex, row.row, row.stageHpf, reason, message]),
  )
}

function wantedBins({ binsHpf, transitions }: ManifestOptions): number[] {
  return [...new Set([...binsHpf, ...transitions.flat()])]
}

function exclusionOf(row: EmbryoRow, { leaveOut, excluded }: ManifestOptions): Exclusion | undefined {
  const flags = leaveOut.filter((name) => row.flags.includes(name))
  if (flags.length > 0) return { reason: flags[0], message: `the table raises ${flags.join(', ')}` }
  return excluded?.get(frameKey(row.embryoId, row.frameIndex))
}

function leaveOutReason(row: EmbryoRow, options: ManifestOptions): string | undefined {
  const { groupColumn, matchWithin } = options
  if (row.stageHpf === undefined) return 'no stage'
  const group = row.labels[groupColumn]
  if (group === undefined) return `no ${groupColumn}`
  if (matchWithin !== undefined && row.labels[matchWithin] === undefined) return `no ${matchWithin}`
  if (group === options.reference) return isReference(row, options) ? undefined : 'not one of the chosen references'
  return options.groups === undefined || options.groups.includes(group) ? undefined : `${groupColumn} not asked for`
}

function isReference(row: EmbryoRow, { groupColumn, reference, referenceIds }: ManifestOptions): boolean {
  if (row.labels[groupColumn] !== reference) return false
  return referenceIds === undefined || referenceIds.includes(row.embryoId)
}

/** One frame for each embryo that has one in the bin, by embryo. */
function framesAt(rows: readonly EmbryoRow[], binHpf: number, { toleranceHpf }: ManifestOptions): readonly EmbryoRow[] {
  const distance = (row: EmbryoRow) => Math.abs((row.stageHpf ?? Number.POSITIVE_INFINITY) - binHpf)
  const nearest = new Map<string, EmbryoRow>()
  for (const row of rows) {
    if (distance(row) > toleranceHpf + ROUNDING_HPF) continue
    const best = nearest.get(row.embryoId)
    const difference = best === undefined ? -1 : distance(row) - distance(best)
    const isEarlier = best !== undefined && row.frameIndex < best.frameIndex
    if (difference < -ROUNDING_HPF || (difference <= ROUNDING_HPF && isEarlier)) nearest.set(row.embryoId, row)
  }
  return [...nearest.values()].sort((a, b) => compare(a.embryoId, b.embryoId))
}

/** 28.1 − 28 is more than 0.1 to a computer */
const ROUNDING_HPF = 1e-9

function comparisons(frames: readonly EmbryoRow[], binHpf: number, options: ManifestOptions): NewPair[] {
  const targets = frames.filter((row) => row.labels[options.groupColumn] !== options.reference)
  return targets.flatMap((target) =>
    referencesFor(target, frames, options).map((source, i) => ({
      ...pairOf(source, target, options),
      setType: 'comparison',
      setRank: i + 1,
      binSrcHpf: binHpf,
      binTgtHpf: binHpf,
    })),
  )
}

function controls(frames: readonly EmbryoRow[], binHpf: number, options: ManifestOptions): NewPair[] {
  if (options.controls === 'none') return []
  const references = frames.filter((row) => isReference(row, options))
  return references.flatMap((target) =>
    referencesFor(target, frames, options)
      .filter((source) => options.controls === 'both' || compare(source.embryoId, target.embryoId) < 0)
      .map((source, i) => ({
        ...pairOf(source, target, options),
        setType: 'control',
        setRank: i + 1,
        binSrcHpf: binHpf,
        binTgtHpf: binHpf,
        isControlPair: true,
        analysisUse: false,
      })),
  )
}

function transitions(
  from: readonly EmbryoRow[],
  to: readonly EmbryoRow[],
  fromHpf: number,
  toHpf: number,
  options: ManifestOptions,
): NewPair[] {
  const ends = new Map(to.map((row) => [row.embryoId, row]))
  return from.flatMap((source) => {
    const target = ends.get(source.embryoId)
    if (target === undefined) return []
    const pair = pairOf(source, target, options)
    const pairId = safeId(transitionIdOf(source.embryoId, fromHpf, toHpf))
    return [{ ...pair, pairId, setType: 'transition', setRank: 1, binSrcHpf: fromHpf, binTgtHpf: toHpf }]
  })
}

/** The references to compare an embryo with: all in the order of their ids, or the nearest in stage. */
function referencesFor(target: EmbryoRow, frames: readonly EmbryoRow[], options: ManifestOptions): EmbryoRow[] {
  const { matchWithin, referencesPerEmbryo } = options
  const references = frames.filter(
    (row) =>
      isReference(row, options) &&
      row.embryoId !== target.embryoId &&
      (matchWithin === undefined || row.labels[matchWithin] === target.labels[matchWithin]),
  )
  if (referencesPerEmbryo === undefined) return references
  const distance = (row: EmbryoRow) => Math.abs((row.stageHpf ?? 0) - (target.stageHpf ?? 0))
  return references.sort((a, b) => distance(a) - distance(b)).slice(0, referencesPerEmbryo)
}

function pairOf(source: EmbryoRow, target: EmbryoRow, { groupColumn }: ManifestOptions): NewPair {
  return {
    pairId: safeId(pairIdOf(source, target)),
    src: { embryoId: source.embryoId, frameIndex: source.frameIndex },
    tgt: { embryoId: target.embryoId, frameIndex: target.frameIndex },
    genotype: target.labels[groupColumn],
    stageSrcHpf: source.stageHpf,
    stageTgtHpf: target.stageHpf,
    isControlPair: false,
    analysisUse: true,
  }
}

/** Embryo ids may hold what folder names must not. */
function safeId(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9._-]/g, '-')
}

/** Each pair of frames once, and each id, ignoring case, once: ids that became alike when they were made safe get a number. */
function withoutRepeats(pairs: readonly NewPair[]): NewPair[] {
  const frames = new Set<string>()
  const ids = new Set<string>()
  return pairs.flatMap((pair) => {
    const key = JSON.stringify([pair.setType === 'transition', pair.src, pair.tgt])
    if (frames.has(key)) return []
    frames.add(key)
    const pairId = firstFree(pair.pairId, ids)
    ids.add(pairId.toLowerCase())
    return [{ ...pair, pairId }]
  })
}

function firstFree(id: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`
    if (!taken.has(candidate.toLowerCase())) return candidate
  }
}

function notesOn(bins: ReadonlyMap<number, readonly EmbryoRow[]>, options: ManifestOptions): string[] {
  const { binsHpf, transitions, referenceIds, toleranceHpf, reference } = options
  const within = `within ${toleranceHpf} h`
  const withoutReference = binsHpf.filter((binHpf) => !bins.get(binHpf)?.some((row) => isReference(row, options)))
  const found = new Set([...bins.values()].flat().map(({ embryoId }) => embryoId))
  const missing = referenceIds?.filter((id) => !found.has(id)) ?? []
  return [
    ...withoutReference.map((binHpf) => `no usable frame of ${reference} ${within} of ${binHpf} hpf`),
    ...missing.map((id) => `reference ${id} has no usable frame ${within} of any bin`),
    ...transitions.flatMap(([fromHpf, toHpf]) => brokenTransitions(bins, fromHpf, toHpf)),
  ]
}

function brokenTransitions(bins: ReadonlyMap<number, readonly EmbryoRow[]>, fromHpf: number, toHpf: number): string[] {
  const ends = new Set(bins.get(toHpf)?.map(({ embryoId }) => embryoId))
  const broken = bins.get(fromHpf)?.filter(({ embryoId }) => !ends.has(embryoId)) ?? []
  return broken.map(({ embryoId }) => `${embryoId} has a frame at ${fromHpf} hpf, but none at ${toHpf} hpf`)
}

/** By code unit: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
