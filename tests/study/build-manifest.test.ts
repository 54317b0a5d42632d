import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  buildManifest,
  DEFAULT_MANIFEST_OPTIONS,
  type ManifestOptions,
  writeExcluded,
} from '../../src/study/build-manifest.ts'
import type { EmbryoRow } from '../../src/study/embryo-rows.ts'
import { isSafeName } from '../../src/study/safe-name.ts'

function row(
  embryoId: string,
  frameIndex: number,
  stageHpf: number | undefined,
  genotype: string,
  rest: Partial<EmbryoRow> = {},
): EmbryoRow {
  return { row: 2, embryoId, frameIndex, stageHpf, flags: [], ...rest, labels: { genotype, ...rest.labels } }
}

const build = (rows: readonly EmbryoRow[], options: Partial<ManifestOptions> = {}) =>
  buildManifest(rows, { ...DEFAULT_MANIFEST_OPTIONS, binsHpf: [28], controls: 'none', ...options })

const ids = (rows: readonly EmbryoRow[], options: Partial<ManifestOptions> = {}) =>
  build(rows, options).pairs.map(({ pairId }) => pairId)

const STAGE_28 = [row('w1', 1, 28, 'wt'), row('w2', 2, 28.2, 'wt'), row('m1', 3, 27.9, 'mut'), row('h1', 4, 28, 'het')]

describe('buildManifest', () => {
  test('compares each embryo of the groups with each reference, the reference being the source', () => {
    const { pairs, leftOut, notes } = build(STAGE_28)
    expect(pairs.map(({ src, tgt, setRank, genotype }) => [src.embryoId, tgt.embryoId, setRank, genotype])).toEqual([
      ['w1', 'h1', 1, 'het'],
      ['w2', 'h1', 2, 'het'],
      ['w1', 'm1', 1, 'mut'],
      ['w2', 'm1', 2, 'mut'],
    ])
    expect(pairs[3]).toEqual({
      pairId: 'w2__f0002__to__m1__f0003',
      src: { embryoId: 'w2', frameIndex: 2 },
      tgt: { embryoId: 'm1', frameIndex: 3 },
      setType: 'comparison',
      setRank: 2,
      genotype: 'mut',
      binSrcHpf: 28,
      binTgtHpf: 28,
      stageSrcHpf: 28.2,
      stageTgtHpf: 27.9,
      isControlPair: false,
      analysisUse: true,
    })
    expect([leftOut, notes]).toEqual([{}, []])
  })

  test('only the groups asked for', () => {
    const { pairs, leftOut } = build(STAGE_28, { groups: ['mut'] })
    expect(pairs.map(({ tgt }) => tgt.embryoId)).toEqual(['m1', 'm1'])
    expect(leftOut).toEqual({ 'genotype not asked for': 1 })
  })

  test('controls: none, each two once, or both ways', () => {
    const rows = [row('w1', 1, 28, 'wt'), row('w2', 1, 28, 'wt'), row('w3', 1, 28, 'wt')]
    expect(build(rows).pairs).toEqual([])
    const oneWay = build(rows, { controls: 'one-way' }).pairs
    expect(oneWay.map(({ src, tgt }) => src.embryoId + tgt.embryoId)).toEqual(['w1w2', 'w1w3', 'w2w3'])
    expect(oneWay.every((pair) => pair.isControlPair && !pair.analysisUse && pair.setType === 'control')).toBe(true)
    expect(build(rows, { controls: 'both' }).pairs).toHaveLength(6)
  })

  test('transitions within an embryo, named by their bins; a missing end is noted', () => {
    const rows = [row('e1', 20, 28.1, 'wt'), row('e1', 92, 52, 'wt'), row('m1', 20, 28, 'mut')]
    const { pairs, notes } = build(rows, { binsHpf: [], transitions: [[28, 52]] })
    expect(pairs).toMatchObject([
      {
        pairId: 'e1__28to52',
        setType: 'transition',
        binSrcHpf: 28,
        binTgtHpf: 52,
        src: { frameIndex: 20 },
        tgt: { frameIndex: 92 },
      },
    ])
    expect(notes).toEqual(['m1 has a frame at 28 hpf, but none at 52 hpf'])
  })

  test('the nearest frame wins, of two equally near the earlier, in whatever order they stand', () => {
    const frames = [
      row('m1', 5, 28.2, 'mut'),
      row('m1', 4, 27.8, 'mut'),
      row('m1', 3, 27.5, 'mut'),
      row('m1', 6, 28.5, 'mut'),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(frames, { minLength: 4 }), (shuffled) => {
        expect(build([row('w1', 1, 28, 'wt'), ...shuffled]).pairs.map(({ tgt }) => tgt.frameIndex)).toEqual([4])
      }),
    )
    expect(build([...STAGE_28, row('m1', 9, 28, 'mut')]).leftOut).toEqual({
      'outside the bins, or another frame of the embryo is nearer': 1,
    })
  })

  test('the tolerance is inclusive', () => {
    expect(ids([row('w1', 1, 28.1, 'wt'), row('m1', 1, 27.9, 'mut')], { toleranceHpf: 0.1 })).toHaveLength(1)
    expect(ids([row('w1', 1, 28.11, 'wt'), row('m1', 1, 27.9, 'mut')], { toleranceHpf: 0.1 })).toEqual([])
  })

  test('rows are left out by flag, stage and label, and counted', () => {
    const rows = [
      ...STAGE_28,
      row('x1', 1, 28, 'mut', { flags: ['dead_flag', 'frame_flag'] }),
      row('x2', 1, 28, 'mut', { flags: ['frame_flag'] }),
      row('x3', 1, undefined, 'mut'),
      { ...row('x4', 1, 28, ''), labels: {} },
      row('m2', 1, 28, 'mut', { flags: ['no_yolk_flag'] }),
    ]
    const { pairs, leftOut, excluded } = build(rows)
    expect(leftOut).toEqual({ dead_flag: 1, frame_flag: 1, 'no stage': 1, 'no genotype': 1 })
    expect(pairs.some(({ tgt }) => tgt.embryoId === 'm2')).toBe(true)
    expect(excluded.map(({ row, reason, message }) => [row.embryoId, reason, message])).toEqual([
      ['x1', 'dead_flag', 'the table raises dead_flag, frame_flag'],
      ['x2', 'frame_flag', 'the table raises frame_flag'],
    ])
    expect(writeExcluded(excluded).split('\n')[1]).toBe('x1,1,2,28,dead_flag,"the table raises dead_flag, frame_flag"')
    expect(build(rows, { leaveOut: ['no_yolk_flag'] }).leftOut).toMatchObject({ no_yolk_flag: 1 })
  })

  test('pairs agree in the matched label; groups may be told apart by any column', () => {
    const clutch = (name: string) => ({ labels: { clutch: name } })
    const rows = [
      row('w1', 1, 28, 'wt', clutch('a')),
      row('w2', 1, 28, 'wt', clutch('b')),
      row('m1', 1, 28, 'mut', clutch('b')),
      row('m2', 1, 28, 'mut'),
    ]
    const matched = build(rows, { matchWithin: 'clutch' })
    expect(matched.pairs.map(({ pairId }) => pairId)).toEqual(['w2__f0001__to__m1__f0001'])
    expect(matched.leftOut).toEqual({ 'no clutch': 1 })
    expect(ids(rows, { groupColumn: 'clutch', reference: 'a' })).toEqual([
      'w1__f0001__to__m1__f0001',
      'w1__f0001__to__w2__f0001',
    ])
  })

  test('references can be chosen, or be the nearest in stage', () => {
    const rows = [row('w1', 1, 28.4, 'wt'), row('w2', 1, 27.9, 'wt'), row('w3', 1, 28.1, 'wt'), row('m1', 1, 28, 'mut')]
    expect(ids(rows, { referenceIds: ['w3', 'w9'] })).toEqual(['w3__f0001__to__m1__f0001'])
    expect(build(rows, { referenceIds: ['w3', 'w9'] }).notes).toEqual([
      'reference w9 has no usable frame within 0.5 h of any bin',
    ])
    expect(
      build(rows, { referencesPerEmbryo: 2 })
        .pairs.map(({ src, setRank }) => [src.embryoId, setRank])
        .sort(),
    ).toEqual([
      ['w2', expect.any(Number)],
      ['w3', expect.any(Number)],
    ])
  })

  test('a bin without references is noted', () => {
    expect(build([row('m1', 1, 28, 'mut')]).notes).toEqual(['no usable frame of wt within 0.5 h of 28 hpf'])
  })

  test('overlapping bins give a pair once; ids that become alike are told apart', () => {
    const rows = [row('w1', 1, 28.2, 'wt'), row('m 1', 1, 28.2, 'mut'), row('m/1', 1, 28.2, 'mut')]
    expect(ids(rows, { binsHpf: [28, 28.4] })).toEqual(['w1__f0001__to__m-1__f0001', 'w1__f0001__to__m-1__f0001-2'])
  })

  test('whatever the table, ids are safe and unique, sources are references, and stages lie in their bins', () => {
    const anyRow = fc
      .tuple(
        fc.constantFrom('a', 'b', 'A', 'b c'),
        fc.nat(4),
        fc.double({ min: 26, max: 30, noNaN: true }),
        fc.constantFrom('wt', 'mut', 'het'),
      )
      .map(([name, frame, stage, group]) => row(`${name}-${group}`, frame, stage, group))
    fc.assert(
      fc.property(fc.array(anyRow), fc.constantFrom('none', 'one-way', 'both'), (rows, controls) => {
        const { pairs } = build(rows, { binsHpf: [27, 28, 29], toleranceHpf: 0.6, controls, transitions: [[27, 29]] })
        expect(new Set(pairs.map(({ pairId }) => pairId.toLowerCase())).size).toBe(pairs.length)
        for (const pair of pairs) {
          expect(isSafeName(pair.pairId)).toBe(true)
          expect(Math.abs((pair.stageTgtHpf ?? 0) - (pair.binTgtHpf ?? 99))).toBeLessThanOrEqual(0.6 + 1e-9)
          if (pair.setType === 'transition') expect(pair.src.embryoId).toBe(pair.tgt.embryoId)
          else expect(pair.src.embryoId).toMatch(/-wt$/)
          expect(pair.isControlPair).toBe(pair.setType === 'control')
        }
      }),
    )
  })
})
