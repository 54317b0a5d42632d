import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Mask } from '../core/mask/mask.ts'
import type { EmbryoFrame } from './embryo-table.ts'
import type { LabelImage } from './label-image.ts'

/** The folders of yolk masks under a data root (contract §1.2); listings are read when first asked for and kept. */
export interface YolkIndex {
  /** `<data root>/segmentation/<folder with "yolk" in its name>`, sorted */
  readonly folders: readonly string[]
  /** names in a folder, sorted; none where there is no such folder */
  list(dir: string): readonly string[]
}

/** What was found for a frame; `warning` says that several files fit and which one is used. */
export interface YolkFile {
  readonly path?: string
  readonly warning?: string
}

const IMAGE = /\.(png|tiff?|jpe?g)$/i

/** Looks up the yolk folders of a data root. A root without any is an index that finds nothing. */
export async function yolkIndex(dataRoot: string): Promise<YolkIndex> {
  const listings = new Map<string, readonly string[]>()
  const list = (dir: string): readonly string[] => {
    const known = listings.get(dir)
    if (known !== undefined) return known
    const names = namesIn(dir)
    listings.set(dir, names)
    return names
  }
  const segmentation = join(dataRoot, 'segmentation')
  const folders = list(segmentation).filter((name) => name.toLowerCase().includes('yolk'))
  return { folders: folders.map((name) => join(segmentation, name)), list }
}

/**
 * Finds a frame's yolk mask: `<yolk folder>/<experiment_date>/*<well>_t<time, 4 digits>*`, the time being `time_int`, or `frame_index` where
 * the table has none.
 *
 * The well must not be part of a longer one (`A1` is not found in `AA1_t0020`; `A10_t0020` never fits, since `_t` has to follow the well), nor the time part of
 * a longer one (`t0020` in `t00201`). Of several files the first by folder and name is taken, with a warning.
 */
export function findYolkFile(
  index: YolkIndex,
  frame: Pick<EmbryoFrame, 'experimentDate' | 'well' | 'timeInt' | 'frameIndex'>,
): YolkFile {
  const { experimentDate, well } = frame
  if (experimentDate === undefined || well === undefined) return {}
  const time = String(frame.timeInt ?? frame.frameIndex).padStart(4, '0')
  const paths = index.folders.flatMap((folder) => {
    const dir = join(folder, experimentDate)
    const names = index.list(dir).filter((name) => IMAGE.test(name) && isNamed(name, `${well}_t${time}`))
    return names.map((name) => join(dir, name))
  })
  const [path, ...others] = paths
  if (path === undefined) return {}
  if (others.length === 0) return { path }
  return { path, warning: `${paths.length} yolk masks fit, ${path} is used: remove the others (${others.join(', ')})` }
}

/** Foreground of a yolk image: above 127 if its maximum is 255 or more, else above 0 (contract §1.2). */
export function yolkFromImage({ heightPx, widthPx, labels }: LabelImage): Mask {
  let maximum = 0
  for (let i = 0; i < labels.length; i++) if (labels[i] > maximum) maximum = labels[i]
  const threshold = maximum >= 255 ? 127 : 0
  const data = new Uint8Array(labels.length)
  for (let i = 0; i < data.length; i++) data[i] = labels[i] > threshold ? 1 : 0
  return { heightPx, widthPx, data }
}

/** The mask at another size: each pixel takes the value at its centre's place, nearest neighbour. */
export function resizeNearest(mask: Mask, heightPx: number, widthPx: number): Mask {
  if (mask.heightPx === heightPx && mask.widthPx === widthPx) return mask
  const data = new Uint8Array(heightPx * widthPx)
  for (let y = 0; y < heightPx; y++) {
    const sourceY = Math.floor(((y + 0.5) * mask.heightPx) / heightPx)
    for (let x = 0; x < widthPx; x++) {
      const sourceX = Math.floor(((x + 0.5) * mask.widthPx) / widthPx)
      data[y * widthPx + x] = mask.data[sourceY * mask.widthPx + sourceX]
    }
  }
  return { heightPx, widthPx, data }
}

/** Whether `part` stands in the name as a whole: not as the end of a longer well, nor as the start of a longer time. */
function isNamed(name: string, part: string): boolean {
  for (let at = name.indexOf(part); at !== -1; at = name.indexOf(part, at + 1)) {
    const before = name[at - 1] ?? ''
    const after = name[at + part.length] ?? ''
    if (!isSameKind(before, part[0] ?? '') && !/\d/.test(after)) return true
  }
  return false
}

/** Two letters or two digits in a row belong to one word. */
function isSameKind(before: string, first: string): boolean {
  return (/[a-z]/i.test(before) && /[a-z]/i.test(first)) || (/\d/.test(before) && /\d/.test(first))
}

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir).sort()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
