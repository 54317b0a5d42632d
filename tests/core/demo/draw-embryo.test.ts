import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyAffine, invertAffine } from '../../../src/core/canonical/affine.ts'
import { drawPose } from '../../../src/core/demo/demo-embryo.ts'
import { drawEmbryo, poseBody } from '../../../src/core/demo/draw-embryo.ts'
import { bodyToMaterial, layOutBody } from '../../../src/core/demo/embryo-body.ts'
import { fillPolygon } from '../../../src/core/demo/fill-polygon.ts'
import { landmarks } from '../../../src/core/demo/landmarks.ts'
import { cleanMask } from '../../../src/core/mask/clean-mask.ts'
import { straightCut, touchesImageEdge } from '../../../src/core/mask/edge-checks.ts'
import { maskAreaPx } from '../../../src/core/mask/mask.ts'
import { dilate } from '../../../src/core/mask/morphology.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { maskOf, pixelAt } from '../../support/masks.ts'
import { anyShape, shapeAt } from './shapes.ts'

const SIZE_PX = 512
const UM_PER_PX = 7.5

describe('fillPolygon', () => {
  test('takes the pixels whose centres lie inside', () => {
    const square = [
      [0.5, 0.5],
      [0.5, 3.5],
      [2.5, 3.5],
      [2.5, 0.5],
    ] as const
    expect(fillPolygon(square, 4, 5)).toEqual(maskOf('.....', '.###.', '.###.', '.....'))
  })

  test('cuts at the edge of the image', () => {
    const triangle = [
      [-2, -2],
      [-2, 9],
      [9, -2],
    ] as const
    expect(fillPolygon(triangle, 2, 3)).toEqual(maskOf('###', '###'))
  })
})

describe('any embryo in any pose', () => {
  const drawn = fc.record({ shape: anyShape, seed: fc.nat() }).map(({ shape, seed }) => {
    const body = layOutBody(shape)
    const pose = drawPose(body, SIZE_PX, UM_PER_PX, seededRandom(seed))
    return { body, pose, ...drawEmbryo(body, pose) }
  })

  test('is one piece without holes, free in its frame, with the yolk inside, whole to the cut check', () => {
    fc.assert(
      fc.property(drawn, ({ mask, yolk }) => {
        const { mask: cleaned, ...changes } = cleanMask(mask)
        expect(changes).toEqual({ removedComponents: 0, removedAreaPx: 0, filledHoles: 0, filledAreaPx: 0 })
        expect(cleaned).toEqual(mask)
        expect(touchesImageEdge(mask)).toEqual([])
        expect(straightCut(mask)).toBeUndefined()
        expect(yolk.data.every((inside, i) => inside <= mask.data[i])).toBe(true)
        expect(maskAreaPx(yolk)).toBeGreaterThan(0.15 * maskAreaPx(mask))
        expect(maskAreaPx(yolk)).toBeLessThan(0.55 * maskAreaPx(mask))
      }),
      { numRuns: 60 },
    )
  })

  test('covers exactly the pixels that have material coordinates, but for the outline', () => {
    fc.assert(
      fc.property(drawn, ({ body, pose, mask }) => {
        const toBody = invertAffine(poseBody(body, pose))
        let different = 0
        mask.data.forEach((inside, i) => {
          const material = bodyToMaterial(body, applyAffine(toBody, [Math.floor(i / SIZE_PX), i % SIZE_PX]))
          if ((material !== undefined) !== (inside === 1)) different++
        })
        expect(different).toBeLessThan(0.002 * maskAreaPx(mask))
      }),
      { numRuns: 4 },
    )
  })

  test('has its landmarks in the mask, to a pixel', () => {
    fc.assert(
      fc.property(drawn, ({ body, pose, mask }) => {
        const near = dilate(mask)
        const toImage = poseBody(body, pose)
        const outside = landmarks(body).filter((point) => {
          const [y, x] = applyAffine(toImage, point)
          return pixelAt(near, Math.round(y), Math.round(x)) !== 1
        })
        expect(outside).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

test.each([
  [30, 1900, 0.6],
  [48, 3000, 0.85],
] as const)('at %i hpf a straight embryo is %i µm long and covers some %f mm²', (stageHpf, lengthUm, areaMm2) => {
  const pose = {
    heightPx: SIZE_PX,
    widthPx: SIZE_PX,
    umPerPx: UM_PER_PX,
    rotationDeg: 0,
    flip: false,
    centreYx: [255, 255],
  } as const
  const { mask } = drawEmbryo(layOutBody(shapeAt(stageHpf, 0)), pose)
  const columns = Array.from({ length: SIZE_PX }, (_, x) => x).filter((x) =>
    mask.data.some((inside, i) => inside === 1 && i % SIZE_PX === x),
  )
  expect(Math.abs((columns.length * UM_PER_PX) / lengthUm - 1)).toBeLessThan(0.02)
  expect(Math.abs((maskAreaPx(mask) * UM_PER_PX ** 2) / 1e6 / areaMm2 - 1)).toBeLessThan(0.15)
})

test('a turn by 90° leads the head up, a flip leads it right', () => {
  const body = layOutBody(shapeAt(48, 0))
  const pose = {
    heightPx: SIZE_PX,
    widthPx: SIZE_PX,
    umPerPx: UM_PER_PX,
    rotationDeg: 0,
    flip: false,
    centreYx: [255, 255],
  } as const
  const snout = [0, 0] as const
  const [upY, upX] = applyAffine(poseBody(body, { ...pose, rotationDeg: 90 }), snout)
  expect(upY).toBeLessThan(100)
  expect(Math.abs(upX - 255)).toBeLessThan(40)
  const [, rightX] = applyAffine(poseBody(body, { ...pose, flip: true }), snout)
  expect(rightX).toBeGreaterThan(400)
})
