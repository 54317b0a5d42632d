import { expect, test } from 'vitest'
import type { FrameRow } from '../../../../src/api/data-contract.ts'
import { newPair } from '../../../../src/renderer/pages/manifest/new-pair.ts'
import { isSafeName } from '../../../../src/study/safe-name.ts'

const frame = (embryoId: string, frameIndex: number, stageHpf: number | null): FrameRow => ({
  embryoId,
  frameIndex,
  row: 2,
  stageHpf,
  tableFlags: [],
  labels: { genotype: 'mut' },
  excludedBecause: null,
  correction: null,
  neighbourCorrection: null,
  flags: null,
  orientationUncertain: null,
})

test('a pair of any two frames has a safe id of its own', () => {
  const taken = new Set<string>()
  for (let i = 0; i < 3; i++) {
    const pair = newPair(frame('a b', 1, 30), frame('ç', 12, null), 'genotype', false, taken)
    expect(isSafeName(pair.pairId)).toBe(true)
    expect(taken.has(pair.pairId.toLowerCase())).toBe(false)
    taken.add(pair.pairId.toLowerCase())
    expect(pair).toMatchObject({ genotype: 'mut', stageSrcHpf: 30, setType: 'comparison', analysisUse: true })
    expect(pair).not.toHaveProperty('stageTgtHpf')
  }
})

test('controls are left out of the analysis; two frames of one embryo are a transition', () => {
  expect(newPair(frame('a', 1, 30), frame('b', 1, 30), null, true, new Set())).toMatchObject({
    setType: 'control',
    isControlPair: true,
    analysisUse: false,
  })
  expect(newPair(frame('a', 1, 30), frame('a', 2, 48), null, false, new Set()).setType).toBe('transition')
})
