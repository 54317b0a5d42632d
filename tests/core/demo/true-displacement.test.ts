import { describe, expect, test } from 'vitest'
import { applyAffine, invertAffine } from '../../../src/core/canonical/affine.ts'
import { drawPose } from '../../../src/core/demo/demo-embryo.ts'
import { poseBody } from '../../../src/core/demo/draw-embryo.ts'
import { type EmbryoBody, layOutBody, materialToBody } from '../../../src/core/demo/embryo-body.ts'
import { LANDMARKS, landmarks } from '../../../src/core/demo/landmarks.ts'
import { type BodyView, trueDisplacement } from '../../../src/core/demo/true-displacement.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { shapeAt } from './shapes.ts'

function inBodyFrame(body: EmbryoBody): BodyView {
  return { body, toBody: (point) => point, fromBody: (point) => point }
}

const straight = layOutBody(shapeAt(48, 0))

describe.each([30, 90, 150, -30, -90, -150])('a tail that curls by %i°', (angleDeg) => {
  const curled = layOutBody(shapeAt(48, angleDeg))
  const displacementAt = (s: number, r: number) =>
    trueDisplacement(materialToBody(straight, [s, r]), inBodyFrame(straight), inBodyFrame(curled))

  test.each([0.05, 0.2, 0.4, 0.54])('leaves the body at S = %f where it was', (s) => {
    for (const r of [-0.9, 0, 0.9]) expect(Math.hypot(...displacementAt(s, r))).toBeLessThan(0.01)
  })

  test('moves its tip far, to its own side', () => {
    const [dy] = displacementAt(0.99, 0)
    expect(dy * Math.sign(angleDeg)).toBeGreaterThan(250)
  })
})

test('landmarks move as the displacement at their place says, whatever the poses', () => {
  const curled = layOutBody(shapeAt(48, 110))
  const [source, target] = [straight, curled].map((body, seed): BodyView => {
    const map = poseBody(body, drawPose(body, 512, 7.5, seededRandom(seed)))
    const back = invertAffine(map)
    return { body, toBody: (point) => applyAffine(back, point), fromBody: (point) => applyAffine(map, point) }
  })
  const from = landmarks(straight).map(source.fromBody)
  const to = landmarks(curled).map(target.fromBody)
  const displacements = trueDisplacement(from.flat(), source, target)
  from.forEach(([y, x], k) => {
    expect(y + displacements[2 * k]).toBeCloseTo(to[k][0], 1)
    expect(x + displacements[2 * k + 1]).toBeCloseTo(to[k][1], 1)
  })
})

test('there is none outside the body', () => {
  expect([...trueDisplacement([-900, 0, 0, 1500], inBodyFrame(straight), inBodyFrame(straight))]).toEqual([
    Number.NaN,
    Number.NaN,
    0,
    0,
  ])
})

test('landmarks are spread over the whole body', () => {
  expect(LANDMARKS.length).toBe(61 * 9)
  expect(new Set(LANDMARKS.map(([s, r]) => `${s} ${r}`)).size).toBe(61 * 9)
})
