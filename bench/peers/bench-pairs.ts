import { readFileSync } from 'node:fs'
import { canonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import { placeFrame } from '../../src/core/canonical/place-frame.ts'
import type { DemoFrame } from '../../src/core/demo/demo-frame.ts'
import { makeDemoStudy } from '../../src/core/demo/demo-study.ts'
import type { Mask } from '../../src/core/mask/mask.ts'
import { decodeNpz } from '../../src/study/npz.ts'
import { npzNumbers } from '../../src/study/npz-numbers.ts'
import { sharedFile } from '../../tests/support/shared.ts'

export const GRID = canonicalGrid()

/** Two placed masks to transport onto each other. */
export interface BenchPair {
  readonly name: string
  readonly source: Mask
  readonly target: Mask
}

/**
 * The masks of a golden pair.
 *
 * @throws Error where the folder of shared data is not beside the repository
 */
export function goldenPair(name: string, file: string): BenchPair {
  const arrays = decodeNpz(readFileSync(sharedFile(`golden/${file}.npz`)))
  const mask = (key: string): Mask => ({ ...GRID, data: Uint8Array.from(npzNumbers(arrays, key)) })
  return { name, source: mask('src_canonical'), target: mask('tgt_canonical') }
}

/** Demo pairs spread over a study of as many as the original's batch had, so that transitions and pairs of two embryos are among them. */
export function demoPairs(count: number): BenchPair[] {
  const { frames, pairs } = makeDemoStudy({ pairs: STUDY_PAIRS })
  const masks = new Map<DemoFrame, Mask>()
  const maskOf = (embryoId: string, frameIndex: number): Mask => {
    const frame = frames.find(({ row }) => row.embryo_id === embryoId && row.frame_index === frameIndex)
    if (!frame) throw new Error(`the demo has no frame ${frameIndex} of ${embryoId}`)
    const mask = masks.get(frame) ?? placed(frame)
    masks.set(frame, mask)
    return mask
  }
  return Array.from({ length: count }, (_, i) => {
    const pair = pairs[Math.floor((i * pairs.length) / count)]
    return {
      name: `demo ${i + 1}`,
      source: maskOf(pair.src_embryo_id || pair.embryo_id, pair.frame_src),
      target: maskOf(pair.tgt_embryo_id || pair.embryo_id, pair.frame_tgt),
    }
  })
}

const STUDY_PAIRS = 313

function placed({ row, mask, yolk }: DemoFrame): Mask {
  return placeFrame({ mask, umPerPx: row['Height (um)'] / row['Height (px)'], yolk }, GRID, 'morphseq').mask
}
