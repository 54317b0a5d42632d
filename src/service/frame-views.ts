import type { EditsView, FrameRow, FrameView, TableView } from '../api/data-contract.ts'
import type { MaskView } from '../api/procedure.ts'
import { warpMask } from '../core/canonical/warp.ts'
import { decodeCocoRle, encodeCocoRle } from '../core/mask/coco-rle.ts'
import type { Mask } from '../core/mask/mask.ts'
import { messageOf } from '../core/message-of.ts'
import { type FrameResult, loadMask } from '../runner/frame-task.ts'
import type { RunFrame } from '../runner/placed-frames.ts'
import { type CodedColumn, textIn } from '../study/coded-column.ts'
import { frameKey } from '../study/embryo-table.ts'
import type { FrameDecisions } from '../study/frame-decisions.ts'
import type { TableIndex } from '../study/table-index.ts'
import { GRID } from './frame-placer.ts'
import type { StudyFrames } from './frames-at-hand.ts'
import { flagKinds } from './row-queries.ts'

/** The table as a whole. */
export function tableView({ rows, embryos, columns, problems }: TableIndex): TableView {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { stageHpf } of rows) {
    earliest = Math.min(earliest, stageHpf ?? earliest)
    latest = Math.max(latest, stageHpf ?? latest)
  }
  return {
    rowCount: rows.length,
    embryoCount: embryos.size,
    columns,
    stageRangeHpf: earliest <= latest ? [earliest, latest] : null,
    problems,
  }
}

/** A row as a list shows it, with the cells of the columns asked for. */
export function frameRow(frames: StudyFrames, row: number, columns: ReadonlyMap<string, CodedColumn>): FrameRow {
  const { embryoId, frameIndex, stageHpf, flags, row: tableRow } = frames.table.index.rows[row]
  const key = frameKey(embryoId, frameIndex)
  const decision = frames.decisions.get(key)
  const finding = frames.checks.finding(key)
  const correction = decision?.correction ?? null
  const cells = [...columns].map(([name, column]) => [name, textIn(column, row)])
  return {
    embryoId,
    frameIndex,
    row: tableRow,
    stageHpf: stageHpf ?? null,
    tableFlags: flags,
    labels: Object.fromEntries(cells.filter(([, text]) => text !== '')),
    excludedBecause: decision?.excludedBecause ?? null,
    correction,
    neighbourCorrection: finding?.neighbourCorrection ?? null,
    flags: flagKinds(frames, key) ?? null,
    orientationUncertain: finding ? finding.orientationUncertain && correction === null : null,
  }
}

type Details = Omit<FrameView, keyof FrameRow>

/** A frame that was placed: its masks, and what was decided on the way. */
export function placedDetails(frames: StudyFrames, frame: RunFrame, result: FrameResult): Details {
  const { placed, heightPx, widthPx, maskRle, yolkRle } = result
  const yolk = yolkRle === null ? null : decodeCocoRle(yolkRle, heightPx, widthPx)
  const { alignment, evidence, cleaning, transform } = placed
  return {
    umPerPx: frame.umPerPx,
    raw: { heightPx, widthPx, rle: maskRle },
    rawYolk: yolkRle === null ? null : { heightPx, widthPx, rle: yolkRle },
    placed: maskView(placed.mask),
    placedYolk: yolk ? maskView(warpMask(yolk, transform, GRID)) : null,
    error: null,
    gridUmPerPx: GRID.umPerPx,
    transform,
    alignment,
    evidence: evidence.map(({ kind, value, threshold }) => ({ kind, value: finite(value), threshold })),
    cleaning,
    qualityFlags: (frames.checks.finding(frame.key)?.flags ?? result.quality.flags).map(
      ({ kind, number, threshold, message }) => ({ kind, number: finite(number), threshold, message }),
    ),
  }
}

/** A frame that can't be placed, as far as it can be shown. */
export async function unplacedDetails(frame: RunFrame | undefined, error: string): Promise<Details> {
  const decoded = frame ? await loadMask(frame.mask).catch((cause: unknown) => messageOf(cause)) : error
  return {
    umPerPx: frame?.umPerPx ?? 0,
    raw: typeof decoded === 'string' ? null : maskView(decoded),
    rawYolk: null,
    placed: null,
    placedYolk: null,
    error,
    gridUmPerPx: GRID.umPerPx,
    transform: null,
    alignment: null,
    evidence: [],
    cleaning: null,
    qualityFlags: [],
  }
}

export function maskView(mask: Mask): MaskView {
  return { heightPx: mask.heightPx, widthPx: mask.widthPx, rle: encodeCocoRle(mask) }
}

export function editsView(decisions: FrameDecisions): EditsView {
  const edits = decisions.edits()
  return {
    edits,
    canUndo: edits.some(({ isUndone }) => !isUndone),
    canRedo: edits.some(({ isUndone }) => isUndone),
  }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
