import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { encodeCocoRle } from '../../src/core/mask/coco-rle.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { maskMoments } from '../../src/core/mask/moments.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'
import { LAPSE_UM_PER_PX, timeLapse } from './time-lapse.ts'

const DATE = '20260105'
const COLUMNS = [
  'embryo_id',
  'frame_index',
  'mask_rle',
  'mask_height_px',
  'mask_width_px',
  'Height (um)',
  'Height (px)',
  'Width (um)',
  'Width (px)',
  'experiment_date',
  'well',
  'time_int',
  'genotype',
  'predicted_stage_hpf',
]

/** Where a film's files were written. */
export interface Film {
  readonly tablePath: string
  readonly dataRoot: string
  readonly flippedEmbryo: string
}

/** Writes two embryos' films. In one frame of the first the yolk lies in the tail, so that it is placed the wrong way round. */
export function writeFilm(dir: string, frameCount: number, flippedFrame: number): Film {
  const yolkDir = join(dir, 'segmentation', 'yolk_masks', DATE)
  mkdirSync(yolkDir, { recursive: true })
  const film = timeLapse(2, frameCount, 3)
  const rows = film.flatMap(({ embryoId, frames }, k) =>
    frames.map(({ hours, mask, yolk }, i) => {
      const well = `A0${k + 1}`
      const seen = k === 0 && i === flippedFrame ? turnedAbout(yolk, maskMoments(mask).centroidYx) : yolk
      writeFileSync(join(yolkDir, `${DATE}_${well}_t${String(i).padStart(4, '0')}.png`), png(seen))
      const sizeUm = [mask.heightPx * LAPSE_UM_PER_PX, mask.heightPx, mask.widthPx * LAPSE_UM_PER_PX, mask.widthPx]
      const size = [mask.heightPx, mask.widthPx]
      return [embryoId, i, encodeCocoRle(mask), ...size, ...sizeUm, DATE, well, i, k === 0 ? 'wt' : 'mut', 30 + hours]
    }),
  )
  const tablePath = join(dir, 'embryos.csv')
  writeFileSync(tablePath, encodeCsv(COLUMNS, rows))
  return { tablePath, dataRoot: dir, flippedEmbryo: film[0].embryoId }
}

/** By 180°, rounded to whole pixels. */
function turnedAbout({ heightPx, widthPx, data }: Mask, [centreY, centreX]: readonly [number, number]): Mask {
  const turned = new Uint8Array(data.length)
  data.forEach((inside, pixel) => {
    const y = Math.round(2 * centreY - Math.floor(pixel / widthPx))
    const x = Math.round(2 * centreX - (pixel % widthPx))
    if (inside && y >= 0 && y < heightPx && x >= 0 && x < widthPx) turned[y * widthPx + x] = 1
  })
  return { heightPx, widthPx, data: turned }
}

function png({ heightPx, widthPx, data }: Mask): Uint8Array {
  return encode({ width: widthPx, height: heightPx, channels: 1, depth: 8, data: data.map((inside) => inside * 255) })
}
