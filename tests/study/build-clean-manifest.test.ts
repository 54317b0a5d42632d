import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildCleanManifest } from '../../src/study/build-clean-manifest.ts'
import { buildManifest, DEFAULT_MANIFEST_OPTIONS, type ManifestOptions } from '../../src/study/build-manifest.ts'
import type { EmbryoRow } from '../../src/study/embryo-rows.ts'
import { type FrameRef, frameKey } from '../../src/study/embryo-table.ts'

const OPTIONS: ManifestOptions = { ...DEFAULT_MANIFEST_OPTIONS, binsHpf: [28], controls: 'none' }

/** frames half an hour apart, about the bin */
const rows = ['w1', 'w2', 'm1', 'm2'].flatMap((embryoId) =>
  [27.6, 28, 28.4].map(
    (stageHpf, frameIndex): EmbryoRow => ({
      row: 2,
      embryoId,
      frameIndex,
      stageHpf,
      flags: [],
      labels: { genotype: embryoId.startsWith('w') ? 'wt' : 'mut' },
    }),
  ),
)
const keyOf = ({ embryoId, frameIndex }: FrameRef) => frameKey(embryoId, frameIndex)

function judgeOf(bad: ReadonlySet<string>, seen: string[] = []) {
  return async (frames: readonly FrameRef[]) => {
    seen.push(...frames.map(keyOf))
    const found = frames.map(keyOf).filter((key) => bad.has(key))
    return new Map(found.map((key) => [key, { reason: 'straight-cut', message: `${key} is cut` }]))
  }
}

test('the next nearest frame takes the place of one that is left out; only frames that would be used are judged', async () => {
  const seen: string[] = []
  const { pairs, excluded, leftOut } = await buildCleanManifest(rows, OPTIONS, judgeOf(new Set(['m1#1']), seen))
  expect(pairs.map(({ src, tgt }) => [keyOf(src), keyOf(tgt)])).toEqual([
    ['w1#1', 'm1#0'],
    ['w2#1', 'm1#0'],
    ['w1#1', 'm2#1'],
    ['w2#1', 'm2#1'],
  ])
  expect(excluded).toMatchObject([
    { row: { embryoId: 'm1', frameIndex: 1 }, reason: 'straight-cut', message: 'm1#1 is cut' },
  ])
  expect(leftOut['straight-cut']).toBe(1)
  expect(seen.toSorted()).toEqual(['m1#0', 'm1#1', 'm2#1', 'w1#1', 'w2#1'])
})

test('whatever is bad, what is left is what the manifest of the others would be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(rows.map(keyOf)), async (bad) => {
      const set = new Set(bad)
      const { pairs } = await buildCleanManifest(rows, OPTIONS, judgeOf(set))
      expect(pairs).toEqual(
        buildManifest(
          rows.filter((row) => !set.has(keyOf(row))),
          OPTIONS,
        ).pairs,
      )
    }),
  )
})
