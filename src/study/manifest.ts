import type { WantedColumns } from './csv-header.ts'
import { readCsvTable } from './csv-table.ts'
import { encodeCsv } from './csv-text.ts'
import type { FrameRef } from './embryo-table.ts'
import type { Problem } from './problem.ts'
import { problemList } from './problem-list.ts'
import { quoted, type RowReader, rowReader } from './row-reader.ts'
import { unsafeNameReason } from './safe-name.ts'

/** A pair of frames to compare: a row of the manifest (contract §1.3). */
export interface ManifestPair {
  /** the row it stands in, the header being row 1 */
  readonly row: number
  readonly pairId: string
  readonly src: FrameRef
  readonly tgt: FrameRef
  readonly setType?: string | undefined
  readonly setRank?: number | undefined
  readonly genotype?: string | undefined
  readonly binSrcHpf?: number | undefined
  readonly binTgtHpf?: number | undefined
  readonly stageSrcHpf?: number | undefined
  readonly stageTgtHpf?: number | undefined
  readonly isControlPair: boolean
  readonly analysisUse: boolean
  /** as they stand in the manifest, used or not */
  readonly srcEmbryoIdManifest?: string | undefined
  readonly tgtEmbryoIdManifest?: string | undefined
}

/** A pair that does not run, and why. */
export interface SkippedPair {
  readonly pair: ManifestPair
  readonly reason: string
}

const COLUMNS = [
  'pair_id',
  'set_type',
  'set_rank',
  'embryo_id',
  'src_embryo_id',
  'tgt_embryo_id',
  'genotype',
  'bin_src_hpf',
  'bin_tgt_hpf',
  'frame_src',
  'frame_tgt',
  'stage_src_hpf',
  'stage_tgt_hpf',
  'analysis_use',
  'is_control_pair',
] as const

/** The columns that a manifest is recognised by, and all that are looked at. */
export const MANIFEST_COLUMNS: WantedColumns = {
  required: [['frame_src'], ['frame_tgt'], ['embryo_id', 'src_embryo_id'], ['embryo_id', 'tgt_embryo_id']],
  optional: COLUMNS,
}

/**
 * Reads a manifest (contract §1.3).
 *
 * Whatever is wrong in it is of `batch` scope: a missing file or column, a value of the wrong form, an end without an embryo or a frame, an id that is no safe
 * folder name, or one that is there twice, ignoring case (contract §8). A row that has such an error is not among the pairs.
 *
 * @returns the pairs in the manifest's order
 */
export async function readManifest(
  path: string,
): Promise<{ readonly pairs: readonly ManifestPair[]; readonly problems: readonly Problem[] }> {
  const pairs: ManifestPair[] = []
  const problems = problemList()
  const rowsOfIds = new Map<string, number>()

  const table = await readCsvTable(path, MANIFEST_COLUMNS, (record, header) => {
    const row = rowReader(path, header, record, 'batch')
    const pair = readPair(row)
    if (pair !== undefined) checkId(row, pair.pairId, rowsOfIds)
    row.problems.forEach(problems.add)
    if (pair !== undefined && row.problems.length === 0) pairs.push(pair)
  })
  return { pairs, problems: [...table.problems, ...problems.all()] }
}

/**
 * Which pairs run (contract §1.3): controls if they are included, others unless `analysis_use` is false.
 */
export function selectPairs(
  pairs: readonly ManifestPair[],
  { includeControl }: { readonly includeControl: boolean },
): { readonly selected: readonly ManifestPair[]; readonly skipped: readonly SkippedPair[] } {
  const selected: ManifestPair[] = []
  const skipped: SkippedPair[] = []
  for (const pair of pairs) {
    const reason = skipReason(pair, includeControl)
    if (reason === undefined) selected.push(pair)
    else skipped.push({ pair, reason })
  }
  return { selected, skipped }
}

/** The manifest's text; `readManifest` and the original read it. Transitions within an embryo fill `embryo_id`, others the ids of the two ends. */
export function writeManifest(pairs: readonly Omit<ManifestPair, 'row'>[]): string {
  return encodeCsv(COLUMNS, pairs.map(manifestCells))
}

/** `<src>__f0001__to__<tgt>__f0020`, the default id of a pair (contract §1.3). */
export function pairIdOf(src: FrameRef, tgt: FrameRef): string {
  const end = ({ embryoId, frameIndex }: FrameRef) => `${embryoId}__f${String(frameIndex).padStart(4, '0')}`
  return `${end(src)}__to__${end(tgt)}`
}

/** `<embryo>__28to52`, the default id of a transition between two stage bins (contract §1.3). */
export function transitionIdOf(embryoId: string, binSrcHpf: number, binTgtHpf: number): string {
  return `${embryoId}__${binSrcHpf}to${binTgtHpf}`
}

function readPair(row: RowReader): ManifestPair | undefined {
  const src = readEnd(row, 'src')
  const tgt = readEnd(row, 'tgt')
  const binSrcHpf = row.number('bin_src_hpf')
  const binTgtHpf = row.number('bin_tgt_hpf')
  const labels = {
    setType: row.text('set_type'),
    setRank: row.integer('set_rank'),
    genotype: row.text('genotype'),
    binSrcHpf,
    binTgtHpf,
    stageSrcHpf: row.number('stage_src_hpf'),
    stageTgtHpf: row.number('stage_tgt_hpf'),
    isControlPair: row.boolean('is_control_pair') ?? false,
    analysisUse: row.boolean('analysis_use') ?? true,
    srcEmbryoIdManifest: row.text('src_embryo_id'),
    tgtEmbryoIdManifest: row.text('tgt_embryo_id'),
  }
  if (src === undefined || tgt === undefined) return undefined
  const isTransition = src.embryoId === tgt.embryoId && binSrcHpf !== undefined && binTgtHpf !== undefined
  const defaultId = isTransition ? transitionIdOf(src.embryoId, binSrcHpf, binTgtHpf) : pairIdOf(src, tgt)
  return { row: row.row, pairId: row.text('pair_id') ?? defaultId, src, tgt, ...labels }
}

/** The two ends' own ids count where both are given, else `embryo_id` for both ends. */
function readEnd(row: RowReader, end: 'src' | 'tgt'): FrameRef | undefined {
  const own = { src: row.text('src_embryo_id'), tgt: row.text('tgt_embryo_id') }
  const embryoId = own.src !== undefined && own.tgt !== undefined ? own[end] : row.text('embryo_id')
  if (embryoId === undefined && end === 'src') {
    row.report(
      'missing-value',
      'embryo_id',
      'the row names no embryo: fill src_embryo_id and tgt_embryo_id, or embryo_id',
    )
  }
  const column = `frame_${end}`
  const frameIndex = row.integer(column)
  if (frameIndex === undefined && row.text(column) === undefined) {
    row.report('missing-value', column, `the row has no ${column}: fill in the frame's index`)
  }
  return embryoId === undefined || frameIndex === undefined ? undefined : { embryoId, frameIndex }
}

function checkId(row: RowReader, pairId: string, rowsOfIds: Map<string, number>): void {
  const reason = unsafeNameReason(pairId)
  if (reason !== undefined) {
    row.report('unsafe-pair-id', 'pair_id', `${quoted(pairId)} cannot be a folder's name: ${reason}; give another id`)
  }
  const known = rowsOfIds.get(pairId.toLowerCase())
  if (known === undefined) rowsOfIds.set(pairId.toLowerCase(), row.row)
  else
    row.report(
      'double-pair-id',
      'pair_id',
      `${quoted(pairId)} stands in row ${known} too, capitals aside: give another id`,
    )
}

function skipReason({ isControlPair, analysisUse }: ManifestPair, includeControl: boolean): string | undefined {
  if (isControlPair) return includeControl ? undefined : 'control pairs are left out'
  return analysisUse ? undefined : 'analysis_use is false'
}

function manifestCells(pair: Omit<ManifestPair, 'row'>) {
  const { src, tgt } = pair
  const isWithin = src.embryoId === tgt.embryoId
  return [
    pair.pairId,
    pair.setType,
    pair.setRank,
    isWithin ? src.embryoId : undefined,
    isWithin ? pair.srcEmbryoIdManifest : src.embryoId,
    isWithin ? pair.tgtEmbryoIdManifest : tgt.embryoId,
    pair.genotype,
    pair.binSrcHpf,
    pair.binTgtHpf,
    src.frameIndex,
    tgt.frameIndex,
    pair.stageSrcHpf,
    pair.stageTgtHpf,
    pair.analysisUse,
    pair.isControlPair,
  ]
}
