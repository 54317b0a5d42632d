import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  between,
  COMPARED_LAG,
  MIRRORINGS,
  type Mirroring,
  orientAlongTime,
  type PerMirroring,
  type SideEvidence,
} from '../../../src/core/canonical/orient-along-time.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const anyEvidence: fc.Arbitrary<SideEvidence> = fc.record({ head: share, back: share })
const anyDisagreement: fc.Arbitrary<PerMirroring> = fc.tuple(share, share, share, share)

/** what the file says that is minimised, over every sequence there is */
function totalCost(
  chosen: readonly Mirroring[],
  evidence: readonly SideEvidence[],
  disagreement: (i: number, j: number) => PerMirroring,
): number {
  const costs = chosen.map((own, i) => {
    const against = ((own & 1) === 1 ? evidence[i].back : 0) + ((own & 2) === 2 ? evidence[i].head : 0)
    const after = chosen.slice(i + 1, i + 1 + COMPARED_LAG)
    return sum([against, ...after.map((other, k) => 5 * disagreement(i, i + 1 + k)[between(own, other)])])
  })
  return sum(costs)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function everySequence(length: number): Mirroring[][] {
  if (length === 0) return [[]]
  return everySequence(length - 1).flatMap((sequence) => MIRRORINGS.map((own) => [...sequence, own]))
}

test('no sequence costs less', () => {
  const film = fc.integer({ min: 1, max: 5 }).chain((length) =>
    fc.record({
      evidence: fc.array(anyEvidence, { minLength: length, maxLength: length }),
      table: fc.array(anyDisagreement, { minLength: length * length, maxLength: length * length }),
    }),
  )
  fc.assert(
    fc.property(film, ({ evidence, table }) => {
      const disagreement = (i: number, j: number) => table[i * evidence.length + j]
      const found = orientAlongTime(evidence, disagreement)
      const cost = (chosen: readonly Mirroring[]) => totalCost(chosen, evidence, disagreement)
      const least = Math.min(...everySequence(evidence.length).map(cost))
      expect(cost(found.map(({ mirroring }) => mirroring))).toBeCloseTo(least, 9)
    }),
    { numRuns: 40 },
  )
})

test('a frame’s gain is what its mirroring saves, and 0 where it lies as it was placed', () => {
  const twoWays: PerMirroring = [0.4, 0.1, 0.4, 0.4]
  const same: PerMirroring = [0.1, 0.4, 0.4, 0.4]
  const evidence = [0, 1, 2, 3, 4].map(() => ({ head: 1, back: 1 }))
  const found = orientAlongTime(evidence, (i, j) => (i === 2 || j === 2 ? twoWays : same))
  expect(found.map(({ mirroring }) => mirroring)).toEqual([0, 0, 1, 0, 0])
  // four neighbours overlap by 0.3 more, at the cost of the evidence for the back
  expect(found[2].gain).toBeCloseTo(4 * 5 * 0.3 - 1, 9)
  expect(found[1].gain).toBe(0)
})

test('frames that agree and frames that say nothing stay as they were placed', () => {
  expect(orientAlongTime([], () => [0, 0, 0, 0])).toEqual([])
  const silent = [0, 1, 2].map(() => ({ head: 0, back: 0 }))
  expect(orientAlongTime(silent, () => [0.2, 0.2, 0.2, 0.2]).map(({ mirroring }) => mirroring)).toEqual([0, 0, 0])
})
