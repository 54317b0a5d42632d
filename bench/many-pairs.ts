import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../src/core/random.ts'
import { prepareInput } from '../src/runner/preflight.ts'
import { writeDemoFiles } from '../src/study/demo-files.ts'
import type { EmbryoFrame } from '../src/study/embryo-table.ts'
import { writeManifest } from '../src/study/manifest.ts'
import { demoInput } from './embryo-pairs.ts'

/** a demo of so many pairs has a few frames more than are used */
const DEMO_PAIRS = 424

/**
 * Writes a demo whose manifest asks for many pairs over few frames: first every frame is used once, so that from then on a run has all it keeps,
 * then pairs of one stage are drawn at random.
 *
 * @param frameCount even, at most 400
 * @returns what a run reads
 */
export async function writeManyPairs(dir: string, pairCount: number, frameCount: number) {
  const files = writeDemoFiles(dir, { pairs: DEMO_PAIRS })
  const { frames } = await prepareInput({ ...demoInput(files), includeControl: true, requireYolk: true })
  const stages = Map.groupBy(frames, ({ frame }) => frame.frameIndex)
  const used = [...stages.values()].map((all) => all.slice(0, frameCount / stages.size).map(({ frame }) => frame))
  const random = seededRandom('many pairs')
  const pairs = Array.from({ length: pairCount }, (_, k) => {
    const stage = used[k % used.length]
    const turn = 2 * Math.floor(k / used.length)
    const [source, target] = turn + 1 < stage.length ? [stage[turn], stage[turn + 1]] : twoOf(stage, random.uniform)
    return manifestPair(k, source, target)
  })
  const manifestPath = join(dir, 'many-pairs.csv')
  writeFileSync(manifestPath, writeManifest(pairs))
  return { ...demoInput(files), manifestPath }
}

function twoOf(frames: readonly EmbryoFrame[], uniform: () => number): readonly [EmbryoFrame, EmbryoFrame] {
  const one = Math.floor(uniform() * frames.length)
  const other = (one + 1 + Math.floor(uniform() * (frames.length - 1))) % frames.length
  return [frames[one], frames[other]]
}

function manifestPair(k: number, src: EmbryoFrame, tgt: EmbryoFrame) {
  return { pairId: `pair-${k + 1}`, src, tgt, isControlPair: false, analysisUse: true }
}
