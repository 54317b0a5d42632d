import { expect, test } from 'vitest'
import type { NewPair } from '../../src/study/build-manifest.ts'
import { type CandidateFrame, checkPairs, type Objection } from '../../src/study/check-pairs.ts'
import { isSafeName } from '../../src/study/safe-name.ts'

const CUT: Objection = { severity: 'warning', kind: 'straight-cut', message: 'it is cut' }

function framesOf(objections: Readonly<Record<string, Objection>> = {}) {
  return (embryoId: string): CandidateFrame[] =>
    ['w1', 'w2', 'w3', 'm1'].includes(embryoId)
      ? [27, 28, 29].map((stageHpf, frameIndex) => ({
          embryoId,
          frameIndex,
          stageHpf,
          objection: objections[`${embryoId}#${frameIndex}`] ?? null,
        }))
      : []
}

function pair(src: string, tgt: string, rest: Partial<NewPair> = {}): NewPair {
  const [srcId = '', srcFrame = '1'] = src.split('#')
  const [tgtId = '', tgtFrame = '1'] = tgt.split('#')
  return {
    pairId: `${srcId}__f000${srcFrame}__to__${tgtId}__f000${tgtFrame}`,
    src: { embryoId: srcId, frameIndex: Number(srcFrame) },
    tgt: { embryoId: tgtId, frameIndex: Number(tgtFrame) },
    binSrcHpf: 28,
    binTgtHpf: 28,
    isControlPair: false,
    analysisUse: true,
    ...rest,
  }
}

const check = (pairs: readonly NewPair[], objections?: Readonly<Record<string, Objection>>) =>
  checkPairs(pairs, framesOf(objections), 'table.csv')

test('nothing is said of good pairs', () => {
  expect(check([pair('w1', 'm1'), pair('w2', 'm1')])).toEqual([])
})

test('a frame with something against it can be replaced by the nearest other one, or the pair left out', () => {
  const [found, ...others] = check([pair('w1', 'm1')], { 'm1#1': CUT, 'm1#0': CUT })
  expect(others).toEqual([])
  expect(found).toMatchObject({
    index: 0,
    problem: {
      severity: 'warning',
      kind: 'straight-cut',
      column: 'frame_tgt',
      message: 'target m1 frame 1: it is cut',
    },
  })
  expect(found.mends.map(({ label, pair }) => [label, pair?.pairId, pair?.stageTgtHpf])).toEqual([
    ['Use frame 2 (29.0 hpf)', 'w1__f0001__to__m1__f0002', 29],
    ['Leave the pair out', undefined, undefined],
  ])
})

test('for a source that is not there another reference is offered that the target is not compared with', () => {
  const pairs = [pair('gone', 'm1'), pair('w1', 'm1'), pair('w2', 'w1'), pair('w3#2', 'w1')]
  const [found] = check(pairs)
  expect(found.problem).toMatchObject({
    severity: 'error',
    kind: 'missing-frame',
    message: expect.stringContaining('no embryo gone'),
  })
  expect(found.mends.map(({ pair }) => pair?.src)).toEqual([
    { embryoId: 'w2', frameIndex: 1 },
    { embryoId: 'w3', frameIndex: 2 },
    undefined,
  ])
})

test('an id that is no safe name, or there twice, can be made one; every mend leaves the pair without that problem', () => {
  const pairs = [
    pair('w1', 'm1', { pairId: 'a b' }),
    pair('w2', 'm1', { pairId: 'x' }),
    pair('w3', 'm1', { pairId: 'X' }),
    pair('w1#0', 'm1', { pairId: '...' }),
  ]
  const found = check(pairs)
  expect(found.map(({ index, problem }) => [index, problem.kind])).toEqual([
    [0, 'unsafe-pair-id'],
    [2, 'double-pair-id'],
    [3, 'unsafe-pair-id'],
  ])
  for (const { index, mends } of found) {
    const mended = mends[0].pair
    expect(mended && isSafeName(mended.pairId)).toBe(true)
    const after = pairs.map((one, i) => (i === index && mended ? mended : one))
    expect(check(after).filter((problem) => problem.index === index)).toEqual([])
  }
})

test('a frame compared with itself is warned of', () => {
  expect(check([pair('w1', 'w1')])).toMatchObject([{ problem: { severity: 'warning', kind: 'same-frame' } }])
})
