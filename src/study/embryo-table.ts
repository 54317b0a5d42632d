import { dirname, resolve } from 'node:path'
import { cellText, labelIn, numberIn } from './cell-values.ts'
import { type CsvHeader, cellOf, type WantedColumns } from './csv-header.ts'
import type { CsvRecord } from './csv-records.ts'
import { readCsvTable } from './csv-table.ts'
import type { Problem } from './problem.ts'
import { problemList } from './problem-list.ts'
import { QUALITY_FLAGS, type QualityFlag, raisedFlags } from './quality-flags.ts'
import { quoted, type RowReader, rowReader } from './row-reader.ts'

/** What names a frame: an embryo and the frame's index. */
export interface FrameRef {
  readonly embryoId: string
  readonly frameIndex: number
}

/** Where a frame's mask is: in the table, to be decoded with the stated size, or in an image (contract §1.1). */
export type MaskSource =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly heightPx: number | undefined
      readonly widthPx: number | undefined
    }
  | {
      readonly kind: 'image'
      /** absolute */
      readonly path: string
      /** the pixel value inside; any but zero where undefined */
      readonly label: number | undefined
    }

/** A frame's row of the embryo table. What the row does not hold, or not in a readable form, is undefined; a missing mask is empty text. */
export interface EmbryoFrame extends FrameRef {
  /** the row it stands in, the header being row 1 */
  readonly row: number
  readonly mask: MaskSource
  readonly umPerPx: number | undefined
  readonly experimentDate?: string | undefined
  readonly experimentId?: string | undefined
  readonly well?: string | undefined
  readonly timeInt?: number | undefined
  readonly imageId?: string | undefined
  readonly snipId?: string | undefined
  readonly relativeTimeSec?: number | undefined
  readonly rawTimeSec?: number | undefined
  readonly genotype?: string | undefined
  readonly predictedStageHpf?: number | undefined
  readonly meanCurvaturePerUm?: number | undefined
  /** the quality flags that speak against the frame */
  readonly flags: readonly QualityFlag[]
  /** every cell that is not empty, but for the mask: what else the table says about the frame */
  readonly cells: Readonly<Record<string, string>>
  /** what is wrong with this row; each is among the table's problems too */
  readonly problems: readonly Problem[]
}

/** One string for a frame, for maps and sets. */
export function frameKey(embryoId: string, frameIndex: number): string {
  return `${embryoId}#${frameIndex}`
}

const SCALE = ['Height (um)', 'Height (px)', 'Width (um)', 'Width (px)'] as const

/** The columns that a table is recognised by, and those that are looked at where they are there. */
export const EMBRYO_TABLE_COLUMNS: WantedColumns = {
  required: [
    ['embryo_id'],
    ['frame_index'],
    ['mask_rle', 'mask_path'],
    ['Height (um)', 'Width (um)'],
    ['Height (px)', 'Width (px)'],
  ],
  optional: [
    'mask_label',
    'mask_height_px',
    'mask_width_px',
    'experiment_date',
    'experiment_id',
    'well',
    'time_int',
    'image_id',
    'snip_id',
    'relative_time_s',
    'raw_time_s',
    'genotype',
    'predicted_stage_hpf',
    'mean_curvature_per_um',
    ...QUALITY_FLAGS,
  ],
}

/**
 * Reads the wanted frames of an embryo table (contract §1.1), streaming it: memory grows with the wanted frames, not with the table.
 *
 * Problems of `batch` scope concern the whole table (no such file, no CSV, a missing column, …); those of `pair` scope a wanted frame, by the row it was read from: no usable
 * scale, the same frame twice, an optional cell that can't be read (a warning). Wanted frames that the table does not hold are left to the caller,
 * who knows the manifest's row. Paths of mask images are taken relative to the table's folder.
 *
 * @returns the frames found, by `frameKey`
 */
export async function readEmbryoTable(
  path: string,
  wanted: Iterable<FrameRef>,
): Promise<{ readonly frames: ReadonlyMap<string, EmbryoFrame>; readonly problems: readonly Problem[] }> {
  const wantedFrames = framesByEmbryo(wanted)
  const frames = new Map<string, EmbryoFrame>()
  const problems = problemList()

  const table = await readCsvTable(path, EMBRYO_TABLE_COLUMNS, (record, header) => {
    const embryoId = cellOf(record, header, 'embryo_id').trim()
    const wantedIndices = wantedFrames.get(embryoId)
    if (wantedIndices === undefined) return
    const row = rowReader(path, header, record, 'pair')
    const frameIndex = readFrameIndex(row)
    if (frameIndex === undefined) row.problems.forEach(problems.add)
    if (frameIndex === undefined || !wantedIndices.has(frameIndex)) return

    const key = frameKey(embryoId, frameIndex)
    const known = frames.get(key)
    const frame =
      known === undefined ? readFrame(row, { embryoId, frameIndex }, cellsOf(record, header)) : twice(known, row)
    frames.set(key, frame)
    frame.problems.slice(known?.problems.length ?? 0).forEach(problems.add)
  })
  return { frames, problems: [...table.problems, ...problems.all()] }
}

/** The frame in a record of an embryo table; undefined where the record names none. */
export function embryoFrameOf(path: string, header: CsvHeader, record: CsvRecord): EmbryoFrame | undefined {
  const row = rowReader(path, header, record, 'pair')
  const embryoId = row.text('embryo_id')
  const frameIndex = row.integer('frame_index')
  if (embryoId === undefined || frameIndex === undefined) return undefined
  return readFrame(row, { embryoId, frameIndex }, cellsOf(record, header))
}

function framesByEmbryo(wanted: Iterable<FrameRef>): Map<string, Set<number>> {
  const frames = new Map<string, Set<number>>()
  for (const { embryoId, frameIndex } of wanted) {
    const indices = frames.get(embryoId)
    if (indices === undefined) frames.set(embryoId, new Set([frameIndex]))
    else indices.add(frameIndex)
  }
  return frames
}

/** A wanted embryo's row whose frame can't be told is no error by itself: where it was needed, the frame is missing. */
function readFrameIndex(row: RowReader): number | undefined {
  const frameIndex = row.integer('frame_index', 'warning')
  if (frameIndex === undefined && row.problems.length === 0) {
    row.report('missing-value', 'frame_index', 'the row has no frame index, it is left out', 'warning')
  }
  return frameIndex
}

function readFrame(row: RowReader, frame: FrameRef, cells: Readonly<Record<string, string>>): EmbryoFrame {
  const label = (column: string) => labelIn(row.text(column))
  return {
    ...frame,
    row: row.row,
    mask: readMask(row),
    umPerPx: readScale(row),
    experimentDate: label('experiment_date'),
    experimentId: label('experiment_id'),
    well: row.text('well'),
    timeInt: row.integer('time_int', 'warning'),
    imageId: row.text('image_id'),
    snipId: row.text('snip_id'),
    relativeTimeSec: row.number('relative_time_s', 'warning'),
    rawTimeSec: row.number('raw_time_s', 'warning'),
    genotype: row.text('genotype'),
    predictedStageHpf: row.number('predicted_stage_hpf', 'warning'),
    meanCurvaturePerUm: row.number('mean_curvature_per_um', 'warning'),
    flags: raisedFlags((flag) => row.text(flag) ?? ''),
    cells,
    problems: row.problems,
  }
}

/** The mask's image where there is no text but a path, else its text, which decoding finds empty where there is neither. */
function readMask(row: RowReader): MaskSource {
  const text = row.text('mask_rle') ?? ''
  const path = row.text('mask_path')
  if (text === '' && path !== undefined) {
    return { kind: 'image', path: resolve(dirname(row.file), path), label: row.integer('mask_label') }
  }
  return { kind: 'text', text, heightPx: sizePx(row, 'mask_height_px'), widthPx: sizePx(row, 'mask_width_px') }
}

function sizePx(row: RowReader, column: string): number | undefined {
  const size = row.integer(column)
  if (size === undefined || size > 0) return size
  row.report('bad-size', column, `a mask of ${size} px cannot be: correct the size`)
  return undefined
}

/** µm per px from the image's height, else from its width (contract §1.1). */
function readScale(row: RowReader): number | undefined {
  const [byHeight, byWidth] = [ratio(row, 'Height'), ratio(row, 'Width')]
  if (byHeight === undefined && byWidth === undefined) {
    const cells = SCALE.map((column) => `${column} = ${quoted(row.text(column) ?? '')}`).join(', ')
    const wanted = 'µm and px of the height or the width are needed, both above 0'
    row.report('bad-scale', 'Height (um)', `the row has no usable scale: ${cells}; ${wanted}`)
  }
  if (byHeight !== undefined && byWidth !== undefined && Math.abs(byHeight / byWidth - 1) > LARGEST_ANISOTROPY) {
    const both = `${byHeight} µm/px by the height, ${byWidth} by the width`
    row.report(
      'uneven-scale',
      'Height (um)',
      `the pixels are not square (${both}): the height's scale is used`,
      'warning',
    )
  }
  return byHeight ?? byWidth
}

/** pixel sizes are rounded, so the two scales of square pixels may differ a little */
const LARGEST_ANISOTROPY = 0.01

function ratio(row: RowReader, side: 'Height' | 'Width'): number | undefined {
  const um = numberIn(row.text(`${side} (um)`) ?? '')
  const px = numberIn(row.text(`${side} (px)`) ?? '')
  return um !== undefined && px !== undefined && um > 0 && px > 0 ? um / px : undefined
}

function cellsOf(record: CsvRecord, header: CsvHeader): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const column of header.indexOf.keys()) {
    const text = column === 'mask_rle' ? undefined : cellText(cellOf(record, header, column))
    if (text !== undefined) cells[column] = text
  }
  return cells
}

/** The frame as it was read first, with the problem that it is there again. */
function twice(frame: EmbryoFrame, again: RowReader): EmbryoFrame {
  const name = `frame ${frame.frameIndex} of embryo ${quoted(frame.embryoId)}`
  const problem: Problem = {
    severity: 'error',
    scope: 'pair',
    kind: 'double-frame',
    file: again.file,
    row: frame.row,
    column: 'frame_index',
    message: `${name} is in row ${again.row} too: remove one of the rows`,
  }
  return { ...frame, problems: [...frame.problems, problem] }
}
