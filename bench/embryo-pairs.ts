import type { Mask } from '../src/core/mask/mask.ts'
import type { RunFrame } from '../src/runner/placed-frames.ts'
import { prepareInput, type RunInput } from '../src/runner/preflight.ts'
import { type DemoFiles, writeDemoFiles } from '../src/study/demo-files.ts'
import { SHARED_DATA_MISSING, sharedDir, sharedFile } from '../tests/support/shared.ts'
import { goldenPair } from './peers/bench-pairs.ts'

/** A frame as a table holds it, or one of which only the placed mask is known. */
export type BenchFrame =
  | { readonly kind: 'raw'; readonly frame: RunFrame }
  | { readonly kind: 'placed'; readonly mask: Mask }

export interface EmbryoPair {
  readonly name: string
  readonly source: BenchFrame
  readonly target: BenchFrame
}

/** What is measured but for the demo's pairs: nothing where the shared data is missing. */
export const REAL_PAIRS_MISSING = sharedDir === undefined ? `A01 and 3-mm: ${SHARED_DATA_MISSING}` : undefined

/** The real embryo at 28 and 52 hpf, where it is at hand. */
export async function realPairs(): Promise<EmbryoPair[]> {
  if (sharedDir === undefined) return []
  const [pair] = await rawPairs({
    tablePath: sharedFile('real/embryos_A01.csv'),
    manifestPath: sharedFile('real/manifest_A01.csv'),
  })
  return [{ ...pair, name: 'A01' }]
}

/** A made-up pair of 3 mm, where it is at hand: long bodies converge slowest. */
export function longPairs(): EmbryoPair[] {
  if (sharedDir === undefined) return []
  const { source, target } = goldenPair('3-mm', 'long_wt_to_ventral60')
  return [{ name: '3-mm', source: { kind: 'placed', mask: source }, target: { kind: 'placed', mask: target } }]
}

/** Pairs spread over a demo study of 20, from its first to its last, so that controls, mutants and a transition are among them. */
export async function demoPairs(dir: string, count: number): Promise<EmbryoPair[]> {
  const pairs = await rawPairs(demoInput(writeDemoFiles(dir, { pairs: STUDY_PAIRS })))
  return Array.from({ length: count }, (_, i) => {
    const pair = pairs[Math.round((i * (pairs.length - 1)) / Math.max(1, count - 1))]
    return { ...pair, name: `demo ${i + 1}` }
  })
}

const STUDY_PAIRS = 20

/** What a run reads of a demo. */
export function demoInput({ tablePath, manifestPath, dataRoot }: DemoFiles) {
  return { tablePath, manifestPath, dataRoot }
}

async function rawPairs(files: Pick<RunInput, 'tablePath' | 'manifestPath' | 'dataRoot'>): Promise<EmbryoPair[]> {
  const { pairs } = await prepareInput({ ...files, includeControl: true, requireYolk: false })
  return pairs.map(({ pair, source, target }) => {
    if (!source || !target) throw new Error(`${pair.pairId}: ${files.tablePath} lacks one of its frames`)
    return { name: pair.pairId, source: { kind: 'raw', frame: source }, target: { kind: 'raw', frame: target } }
  })
}
