import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Genotype, StageHpf } from '../../src/core/demo/demo-embryo.ts'
import { type DemoFrame, drawFrames } from '../../src/core/demo/demo-frame.ts'
import { encodeCsv } from '../../src/study/csv-text.ts'

/** Wild types and mutants of one stage, and some more wild types with which each of them is compared. */
export interface GroupStudy {
  readonly frames: readonly DemoFrame[]
  readonly pairs: readonly GroupStudyPair[]
  readonly tablePath: string
  readonly manifestPath: string
}

/** A pair of a reference and a member of a group. */
export interface GroupStudyPair {
  readonly pairId: string
  readonly source: DemoFrame
  readonly target: DemoFrame
}

const STAGE_HPF: StageHpf = 48
const REFERENCES = 3

/** Makes the demo's embryos up, `each` of a group, and writes their table and manifest into a folder. */
export function writeGroupStudy(
  dir: string,
  each: number,
  mutant: Genotype = 'curl-ventral',
  seed: number | string = 1,
): GroupStudy {
  const references = embryos('wt', 'reference', REFERENCES, seed)
  const members = [...embryos('wt', 'wt', each, seed), ...embryos(mutant, 'mutant', each, seed)]
  const pairs = members.flatMap((target) =>
    references.map(
      (source): GroupStudyPair => ({ pairId: `${target.row.embryo_id}__${source.row.embryo_id}`, source, target }),
    ),
  )
  const frames = [...references, ...members]
  mkdirSync(dir, { recursive: true })
  const [tablePath, manifestPath] = [join(dir, 'embryos.csv'), join(dir, 'manifest.csv')]
  const columns = Object.keys(frames[0].row)
  writeFileSync(
    tablePath,
    encodeCsv(
      columns,
      frames.map(({ row }) => Object.values(row)),
    ),
  )
  writeFileSync(
    manifestPath,
    encodeCsv(
      ['pair_id', 'src_embryo_id', 'tgt_embryo_id', 'frame_src', 'frame_tgt', 'genotype', 'bin_src_hpf', 'bin_tgt_hpf'],
      pairs.map(({ pairId, source: { row: src }, target: { row: tgt } }) => [
        pairId,
        src.embryo_id,
        tgt.embryo_id,
        src.frame_index,
        tgt.frame_index,
        tgt.genotype,
        STAGE_HPF,
        STAGE_HPF,
      ]),
    ),
  )
  return { frames, pairs, tablePath, manifestPath }
}

function embryos(genotype: Genotype, name: string, count: number, seed: number | string): DemoFrame[] {
  return Array.from({ length: count }, (_, i) => {
    const embryoId = `${name}_${String(i + 1).padStart(2, '0')}`
    const resident = { embryoId, genotype, clutch: i % 2, experimentDate: '20260105', well: `A${i + 1}` }
    return drawFrames(resident, [STAGE_HPF], seed)[0]
  })
}
