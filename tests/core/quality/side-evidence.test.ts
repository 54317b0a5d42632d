import { expect, test } from 'vitest'
import type { OrientationEvidence } from '../../../src/core/canonical/body-pose.ts'
import { canonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import { PLACEMENTS, placeFrame } from '../../../src/core/canonical/place-frame.ts'
import { frameQuality } from '../../../src/core/quality/frame-quality.ts'
import { sideEvidence } from '../../../src/core/quality/side-evidence.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { bodyOf, filmed } from '../../support/made-up-embryo.ts'

const of = (...evidence: OrientationEvidence[]) => sideEvidence({ evidence })

test('a yolk is all that can be known, a figure at its threshold half of it', () => {
  expect(of()).toEqual({ head: 1, back: 1 })
  expect(of({ kind: 'head', value: 0.15, threshold: 0.15 }, { kind: 'back', value: 0.9, threshold: 0.12 })).toEqual({
    head: 0.5,
    back: 1,
  })
  expect(of({ kind: 'skew-x', value: 0.05, threshold: 0.1 }, { kind: 'skew-y', value: 0, threshold: 0.2 })).toEqual({
    head: 0.25,
    back: 0,
  })
})

test('a notch that contradicts, or a body without an axis, leaves nothing', () => {
  const back: OrientationEvidence = { kind: 'back', value: 0.5, threshold: 0.12 }
  expect(of(back, { kind: 'notch', value: 0.01, threshold: -0.04 })).toEqual({ head: 1, back: 1 })
  expect(of(back, { kind: 'notch', value: -0.09, threshold: -0.04 })).toEqual({ head: 1, back: 0 })
  expect(of(back, { kind: 'axis', value: 0, threshold: 1 })).toEqual({ head: 0, back: 0 })
  expect(of(back, { kind: 'length', value: 2, threshold: 2.2 })).toEqual({ head: 0, back: 0 })
})

test.each(PLACEMENTS)('the flag for an uncertain orientation says what placement = %s says', (placement) => {
  const grid = canonicalGrid()
  const random = seededRandom('uncertain')
  for (const curlDeg of [-120, -60, 0, 60, 120]) {
    for (const stageHpf of [30, 48] as const) {
      const { yolk, ...film } = filmed(bodyOf(stageHpf, { curlDeg }), random)
      for (const raw of [film, { ...film, yolk }]) {
        const placed = placeFrame(raw, grid, placement)
        const { flags } = frameQuality(raw, placed, grid)
        const flag = flags.find(({ kind }) => kind === 'orientation-uncertain')
        expect(flag !== undefined).toBe(placed.orientationUncertain)
        if (flag) expect(flag.number).toBeLessThan(flag.threshold)
      }
    }
  }
})
