import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyAffine, type Yx } from '../../../src/core/canonical/affine.ts'
import { canonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import { PlacementError, placeFrame, type RawFrame } from '../../../src/core/canonical/place-frame.ts'
import { warpMask } from '../../../src/core/canonical/warp.ts'
import { shapeOf } from '../../../src/core/demo/demo-embryo.ts'
import { drawEmbryo, poseBody } from '../../../src/core/demo/draw-embryo.ts'
import { type EmbryoBody, layOutBody, materialToBody } from '../../../src/core/demo/embryo-body.ts'
import type { Pose } from '../../../src/core/demo/pose.ts'
import { type Mask, maskAreaPx } from '../../../src/core/mask/mask.ts'
import { maskMoments, skewnessAlong } from '../../../src/core/mask/moments.ts'
import { tightBox } from '../../../src/core/mask/tight-box.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { maskWhere } from '../../support/masks.ts'

const grid = canonicalGrid()
/** contract §2; the other placement is tested in anterior.test.ts */
const placeMorphseq = (frame: RawFrame) => placeFrame(frame, grid, 'morphseq')
const CENTRE: Yx = [127.5, 287.5]

/** An average embryo of 30 hpf, its tail curled as asked. */
function bodyWith(curlDeg: number): EmbryoBody {
  const average = { length: 1, head: 1, trunk: 1, tail: 1, yolkLength: 1, yolkDepth: 1, curlDeg }
  return layOutBody({ ...shapeOf(average, 30, seededRandom(0)), trunkBendDeg: 0 })
}

/** finer than the canonical grid, so that what is compared is the placement and not the raw image's pixels */
function poseOf(chosen: Partial<Pose>): Pose {
  return {
    heightPx: 360,
    widthPx: 360,
    umPerPx: 6,
    rotationDeg: 0,
    flip: false,
    centreYx: [180, 180],
    ...chosen,
  }
}

const anyPose: fc.Arbitrary<Pose> = fc
  .record({
    rotationDeg: fc.double({ min: 0, max: 360, noNaN: true }),
    flip: fc.boolean(),
    y: fc.double({ min: -8, max: 8, noNaN: true }),
    x: fc.double({ min: -8, max: 8, noNaN: true }),
  })
  .map(({ rotationDeg, flip, y, x }) => poseOf({ rotationDeg, flip, centreYx: [180 + y, 180 + x] }))

function overlap(a: Mask, b: Mask): number {
  let both = 0
  let either = 0
  a.data.forEach((inside, i) => {
    both += inside & b.data[i]
    either += inside | b.data[i]
  })
  return both / either
}

describe.each([
  ['straight', 0],
  ['curled to the belly', 80],
  ['curled to the back', -50],
])('an embryo with its yolk, %s', (_, curlDeg) => {
  const body = bodyWith(curlDeg)
  const place = (pose: Pose) => placeMorphseq({ ...drawEmbryo(body, pose), umPerPx: pose.umPerPx })
  const reference = place(poseOf({}))

  test('lands in the same place, head left and back up, however it lay', () => {
    fc.assert(
      fc.property(anyPose, (pose) => {
        const placed = place(pose)
        expect(placed.alignment).toBe('yolk')
        expect(placed.orientationUncertain).toBe(false)
        expect(overlap(placed.mask, reference.mask)).toBeGreaterThan(0.97)
        const map = poseBody(body, pose)
        const land = (s: number, r: number) =>
          applyAffine(placed.transform, applyAffine(map, materialToBody(body, [s, r])))
        expect(land(0.02, 0)[1]).toBeLessThan(land(0.4, 0)[1] - 50)
        expect(land(0.29, -1)[0]).toBeLessThan(land(0.29, 1)[0] - 15)
      }),
      { numRuns: 12 },
    )
  })

  test('has its yolk’s centroid on the grid’s centre', () => {
    fc.assert(
      fc.property(anyPose, (pose) => {
        const { mask, yolk } = drawEmbryo(body, pose)
        const { transform } = placeMorphseq({ mask, yolk, umPerPx: pose.umPerPx })
        const [y, x] = applyAffine(transform, maskMoments(yolk).centroidYx)
        expect(y).toBeCloseTo(CENTRE[0], 9)
        expect(x).toBeCloseTo(CENTRE[1], 9)
        const [gridY, gridX] = maskMoments(warpMask(yolk, transform, grid)).centroidYx
        expect(Math.hypot(gridY - CENTRE[0], gridX - CENTRE[1])).toBeLessThan(0.3)
      }),
      { numRuns: 6 },
    )
  })

  test('is carried by the transform: raw pixels to placed pixels, at the scale', () => {
    fc.assert(
      fc.property(anyPose, (pose) => {
        const { mask, yolk } = drawEmbryo(body, pose)
        const placed = placeMorphseq({ mask, yolk, umPerPx: pose.umPerPx })
        const { yy, yx, xy, xx } = placed.transform
        expect(Math.abs(yy * xx - yx * xy)).toBeCloseTo(0.36, 12)
        expect(yy * xy + yx * xx).toBeCloseTo(0, 12)
        expect(placed.retainedAreaFraction).toBeGreaterThan(0.98)
        expect(placed.retainedAreaFraction).toBeLessThan(1.02)
        let lost = 0
        mask.data.forEach((inside, i) => {
          if (!inside) return
          const [y, x] = applyAffine(placed.transform, [Math.floor(i / mask.widthPx), i % mask.widthPx])
          // within half a pixel's diagonal there is a placed pixel
          const near = [-0.5, 0.5].some((dy) =>
            [-0.5, 0.5].some((dx) => placed.mask.data[Math.round(y + dy) * grid.widthPx + Math.round(x + dx)] === 1),
          )
          if (!near) lost++
        })
        expect(lost).toBe(0)
        expect(warpMask(mask, placed.transform, grid)).toEqual(placed.mask)
      }),
      { numRuns: 6 },
    )
  })
})

describe('what a person corrects', () => {
  const pose = poseOf({ rotationDeg: 200 })
  const drawn = drawEmbryo(bodyWith(40), pose)
  const place = (turned: boolean, flipped: boolean) =>
    placeMorphseq({ ...drawn, umPerPx: pose.umPerPx, correction: { turned, flipped } })
  const upright = place(false, false)

  test.each([
    ['a turn by 180°', true, false, -1, -1],
    ['a mirroring across the long axis', false, true, -1, 1],
    ['both', true, true, 1, -1],
  ])('%s', (_, turned, flipped, signY, signX) => {
    const corrected = place(turned, flipped)
    const raw: Yx = [100, 150]
    const [y, x] = applyAffine(upright.transform, raw)
    const [correctedY, correctedX] = applyAffine(corrected.transform, raw)
    expect(correctedY - CENTRE[0]).toBeCloseTo(signY * (y - CENTRE[0]), 9)
    expect(correctedX - CENTRE[1]).toBeCloseTo(signX * (x - CENTRE[1]), 9)
  })
})

describe('without a yolk', () => {
  test('the thin end points right and the heavy side down: third moments are positive', () => {
    fc.assert(
      fc.property(anyPose, fc.constantFrom(0, 40, 80), (pose, curlDeg) => {
        const { mask } = drawEmbryo(bodyWith(curlDeg), pose)
        const placed = placeMorphseq({ mask, umPerPx: pose.umPerPx })
        expect(placed.alignment).toBe('moments')
        const moments = maskMoments(placed.mask)
        const [skewY, skewX] = placed.orientationSkewYx
        expect(skewY).toBeGreaterThanOrEqual(0)
        expect(skewX).toBeGreaterThanOrEqual(0)
        expect(skewnessAlong(moments, [1, 0])).toBeCloseTo(skewY, 1)
        expect(skewnessAlong(moments, [0, 1])).toBeCloseTo(skewX, 1)
        const [y, x] = applyAffine(placed.transform, maskMoments(mask).centroidYx)
        expect(Math.hypot(y - CENTRE[0], x - CENTRE[1])).toBeLessThan(1e-9)
      }),
      { numRuns: 12 },
    )
  })

  /** a triangle (skewed along x), with or without a keel below its thick end (skewed along y) */
  const wedge = (slope: number, keelPx: number) =>
    maskWhere(200, 300, (y, x) => {
      if (x < 50 || x >= 250) return false
      const half = 10 + slope * (250 - x)
      return Math.abs(y - 80) <= half || (x < 90 && y > 80 && y < 80 + half + keelPx)
    })

  test.each([
    ['a keel and a thin end are shape enough', wedge(0.02, 40), false],
    ['without a keel, up and down look alike', wedge(0.15, 0), true],
    ['a bar has no ends to tell apart', wedge(0, 0), true],
  ])('%s', (_, mask, uncertain) => {
    const placed = placeMorphseq({ mask, umPerPx: 10 })
    const [skewY, skewX] = placed.orientationSkewYx
    expect(Math.abs(skewX) < 0.1 || Math.abs(skewY) < 0.2).toBe(uncertain)
    expect(placed.orientationUncertain).toBe(uncertain)
    // whatever the shape, a yolk settles it
    const yolk = maskWhere(200, 300, (y, x) => (y - 85) ** 2 + (x - 70) ** 2 < 60)
    expect(placeMorphseq({ mask, yolk, umPerPx: 10 }).orientationUncertain).toBe(false)
  })

  test('the thresholds are 0.1 along the body and 0.2 across it', () => {
    let certain = 0
    let uncertain = 0
    for (let keel = 0; keel <= 40; keel += 4) {
      for (const slope of [0, 0.01, 0.02, 0.04, 0.1]) {
        const { orientationSkewYx, orientationUncertain } = placeMorphseq({ mask: wedge(slope, keel), umPerPx: 10 })
        const [skewY, skewX] = orientationSkewYx.map(Math.abs)
        expect(orientationUncertain).toBe(skewX < 0.1 || skewY < 0.2)
        if (orientationUncertain) uncertain++
        else certain++
      }
    }
    expect(Math.min(certain, uncertain)).toBeGreaterThan(5)
  })

  test('an empty yolk counts as none', () => {
    const mask = wedge(0.1, 30)
    const yolk = maskWhere(200, 300, () => false)
    expect(placeMorphseq({ mask, yolk, umPerPx: 10 })).toEqual(placeMorphseq({ mask, umPerPx: 10 }))
  })
})

describe('the grid’s edge', () => {
  test('is at least 1 px away, also where the centred mask would leave the grid', () => {
    // a yolk at the very end of a long body: centred on it, the body would reach 480 px to one side
    const mask = maskWhere(60, 560, (y, x) => y >= 20 && y < 40 && x >= 5 && x < 535)
    for (const yolkX of [20, 520]) {
      const yolk = maskWhere(60, 560, (y, x) => (y - 30) ** 2 + (x - yolkX) ** 2 < 80)
      const placed = placeMorphseq({ mask, yolk, umPerPx: 10 })
      const box = tightBox(placed.mask)
      expect(maskAreaPx(placed.mask)).toBe(530 * 20)
      expect(box.x0).toBeGreaterThanOrEqual(1)
      expect(box.x1).toBeLessThanOrEqual(grid.widthPx - 1)
      // shifted no further than that takes (whole pixels are kept off, so up to one more stays free), head left
      expect(box.x1).toBeGreaterThanOrEqual(grid.widthPx - 2)
      const [y, x] = applyAffine(placed.transform, [30, yolkX])
      expect(y).toBeCloseTo(CENTRE[0], 9)
      expect(x).toBeLessThan(CENTRE[1])
    }
  })

  test('no pose of a body that just fits comes nearer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 180, noNaN: true }),
        fc.integer({ min: 100, max: 286 }),
        (angleDeg, half) => {
          const [sin, cos] = [Math.sin((angleDeg * Math.PI) / 180), Math.cos((angleDeg * Math.PI) / 180)]
          const along = (y: number, x: number) => (x - 300) * cos + (y - 300) * sin
          const across = (y: number, x: number) => (y - 300) * cos - (x - 300) * sin
          const body = (y: number, x: number) => Math.abs(along(y, x)) <= half - 1 && Math.abs(across(y, x)) <= 12
          const mask = maskWhere(600, 600, body)
          const yolk = maskWhere(600, 600, (y, x) => body(y, x) && along(y, x) < 20 - half)
          const { y0, x0, y1, x1 } = tightBox(placeMorphseq({ mask, yolk, umPerPx: 10 }).mask)
          expect(Math.min(y0, x0)).toBeGreaterThanOrEqual(1)
          expect(y1).toBeLessThanOrEqual(grid.heightPx - 1)
          expect(x1).toBeLessThanOrEqual(grid.widthPx - 1)
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('what cannot be placed is refused', () => {
  const bar = (lengthPx: number, thickPx: number) =>
    maskWhere(300, 700, (y, x) => y >= 20 && y < 20 + thickPx && x >= 20 && x < 20 + lengthPx)

  test('an embryo that is longer or higher than the grid', () => {
    expect(() => placeMorphseq({ mask: bar(600, 20), umPerPx: 10 })).toThrow(PlacementError)
    expect(() => placeMorphseq({ mask: bar(600, 20), umPerPx: 10 })).toThrow(/6000 µm long .* 5730 µm/)
    expect(() => placeMorphseq({ mask: bar(280, 270), umPerPx: 10 })).toThrow(/µm high .* 2530 µm/)
    expect(() => placeMorphseq({ mask: bar(570, 20), umPerPx: 10 })).not.toThrow()
  })

  test('one of which nothing is left at its scale', () => {
    const speck = maskWhere(30, 30, (y, x) => y === 10 && x === 10)
    expect(() => placeMorphseq({ mask: speck, umPerPx: 0.01 })).toThrow(PlacementError)
    expect(() => placeMorphseq({ mask: speck, umPerPx: 0.01 })).toThrow(/nothing is left .* check its scale/)
  })
})

test('specks and holes are cleaned away first, and recorded', () => {
  const pose = poseOf({ rotationDeg: 30 })
  const drawn = drawEmbryo(bodyWith(0), pose)
  const dirty = drawn.mask.data.slice()
  dirty[5 * 360 + 5] = 1
  const [y, x] = maskMoments(drawn.yolk).centroidYx.map(Math.round)
  dirty[y * 360 + x] = 0
  const clean = placeMorphseq({ ...drawn, umPerPx: 6 })
  const placed = placeMorphseq({ ...drawn, mask: { ...drawn.mask, data: dirty }, umPerPx: 6 })
  expect(placed.mask).toEqual(clean.mask)
  expect(placed.cleaning).toEqual({ removedComponents: 1, removedAreaPx: 1, filledHoles: 1, filledAreaPx: 1 })
})
