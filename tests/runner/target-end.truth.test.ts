import { describe, expect, test } from 'vitest'
import { STAGES_HPF } from '../../src/core/demo/demo-embryo.ts'
import type { Refinement } from '../../src/core/motion/refine-target.ts'
import { FIFTHS, filmedPair, outcomeOf, percentile95Um } from '../support/laid-pair.ts'

/** of `node bench/leak.ts 10`, which looks at ten times as many */
const SEEDS = [1, 2]
const CURLS_DEG = [30, -60, 90, -120, 150]
const MOST_HEAD_UM = { yolk: 15, none: 25 }

const cases = STAGES_HPF.flatMap((stageHpf) => SEEDS.map((seed) => ({ stageHpf, seed })))

describe.each(cases)('embryo $seed of $stageHpf hpf, filmed twice', ({ stageHpf, seed }) => {
  const curlsDeg = CURLS_DEG.map((deg) => (seed % 2 === 0 ? deg : -deg))

  test.each(curlsDeg)('its tail curled by %i°: the tail moves, and nothing else does', (curlDeg) => {
    const pair = filmedPair(stageHpf, { curlDeg }, seed)
    const tailUm = outcomeOf({ kind: 'truth' }, pair).fifthsUm[FIFTHS - 1]
    for (const yolk of [true, false]) {
      const { headUm, fifthsUm, mirrored, refinement } = outcomeOf({ kind: 'anterior', refined: true, yolk }, pair)
      expect(mirrored).toBe(false)
      expect(headUm).toBeLessThanOrEqual(yolk ? MOST_HEAD_UM.yolk : MOST_HEAD_UM.none)
      expect(Math.abs(fifthsUm[FIFTHS - 1] / tailUm - 1)).toBeLessThanOrEqual(0.1)
      expectSettled(refinement)
    }
  })
})

test('embryos that did not change: nothing moves', () => {
  const outcomes = STAGES_HPF.flatMap((stageHpf) =>
    Array.from({ length: 10 }, (_, seed) =>
      outcomeOf({ kind: 'anterior', refined: true, yolk: true }, filmedPair(stageHpf, {}, seed)),
    ),
  )
  // of single pairs up to 9 µm, as of pairs that are laid over by the truth: the grid's pixels
  expect(percentile95Um(outcomes)).toBeLessThanOrEqual(5)
  for (const { refinement } of outcomes) expectSettled(refinement)
})

function expectSettled(refinement: Refinement | undefined): void {
  expect(Math.abs(refinement?.residualAngleDeg ?? Number.NaN)).toBeLessThanOrEqual(0.3)
  expect(refinement?.residualShiftPx).toBeLessThanOrEqual(0.3)
}
