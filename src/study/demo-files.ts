import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { type DemoStudyOptions, makeDemoStudy } from '../core/demo/demo-study.ts'
import type { Mask } from '../core/mask/mask.ts'
import { writeFileUnflushedSync } from './atomic-file.ts'
import { type CsvCell, encodeCsv } from './csv-text.ts'

/** Where the demo's files were written. */
export interface DemoFiles {
  readonly tablePath: string
  readonly manifestPath: string
  /** holds the yolk masks, as `--data-root` takes it */
  readonly dataRoot: string
  /** what is known of every frame because it was made up */
  readonly truthPath: string
  readonly frameCount: number
  readonly pairCount: number
}

/** Makes the demo study up and writes its embryo table, manifest, yolk masks (contract §1.2) and truth into a folder. */
export function writeDemoFiles(dir: string, options: DemoStudyOptions): DemoFiles {
  const { frames, pairs, truth } = makeDemoStudy(options)
  const files = {
    tablePath: join(dir, 'embryos.csv'),
    manifestPath: join(dir, 'manifest.csv'),
    dataRoot: dir,
    truthPath: join(dir, 'truth.json'),
  }
  mkdirSync(dir, { recursive: true })
  writeFileUnflushedSync(files.tablePath, tableText(frames.map(({ row }) => ({ ...row }))))
  writeFileUnflushedSync(files.manifestPath, tableText(pairs.map((pair) => ({ ...pair }))))
  writeFileUnflushedSync(files.truthPath, `${JSON.stringify(truth)}\n`)
  for (const { row, yolk } of frames) {
    const yolkDir = join(dir, 'segmentation', 'yolk_masks', row.experiment_date)
    mkdirSync(yolkDir, { recursive: true })
    const name = `${row.experiment_date}_${row.well}_t${String(row.time_int).padStart(4, '0')}.png`
    writeFileUnflushedSync(join(yolkDir, name), maskPng(yolk))
  }
  return { ...files, frameCount: frames.length, pairCount: pairs.length }
}

function tableText(rows: readonly Readonly<Record<string, CsvCell>>[]): string {
  const header = Object.keys(rows[0] ?? {})
  return encodeCsv(
    header,
    rows.map((row) => header.map((column) => row[column])),
  )
}

function maskPng({ heightPx, widthPx, data }: Mask): Uint8Array {
  return encode({ width: widthPx, height: heightPx, channels: 1, depth: 8, data: data.map((inside) => inside * 255) })
}
