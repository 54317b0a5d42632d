import { describe, expect, test } from 'vitest'
import { applyAffine, type Yx } from '../../../src/core/canonical/affine.ts'
import { canonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import { placeFrame, type RawFrame } from '../../../src/core/canonical/place-frame.ts'
import { STAGES_HPF } from '../../../src/core/demo/demo-embryo.ts'
import { materialToBody } from '../../../src/core/demo/embryo-body.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { frameQuality } from '../../../src/core/quality/frame-quality.ts'
import { pairFlags } from '../../../src/core/quality/pair-flags.ts'
import { joinedKinds, percent } from '../../../src/core/quality/quality-flag.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { bodyOf, filmed, variation } from '../../support/made-up-embryo.ts'
import { maskWhere } from '../../support/masks.ts'

const grid = canonicalGrid()
const EMBRYO = filmed(bodyOf(48), seededRandom('quality'))

const quality = (changed: Partial<RawFrame>, { yolk = true } = {}) => {
  const { yolk: its, ...frame } = { ...EMBRYO, ...changed }
  const raw = yolk ? { ...frame, yolk: its } : frame
  return frameQuality(raw, placeFrame(raw, grid, 'anterior'), grid)
}
const flag = (kind: string, changed: Partial<RawFrame>) => quality(changed).flags.find((found) => found.kind === kind)

const both = (one: Mask, other: Mask): Mask => ({ ...one, data: one.data.map((inside, i) => inside | other.data[i]) })
const square = ({ heightPx, widthPx }: Mask, fromPx: number, sidePx: number) =>
  maskWhere(heightPx, widthPx, (y, x) => y >= fromPx && y < fromPx + sidePx && x >= fromPx && x < fromPx + sidePx)

describe('a frame by itself', () => {
  test('is not flagged where nothing is wrong, and measured as it was drawn', () => {
    const { flags, measures, yolkShare } = quality({})
    expect(flags).toEqual([])
    expect(measures.lengthUm / 3000).toBeGreaterThan(0.95)
    expect(measures.lengthUm / 3000).toBeLessThan(1.05)
    const areaPx = EMBRYO.mask.data.reduce((sum, inside) => sum + inside, 0)
    expect(measures.areaUm2 / (areaPx * EMBRYO.umPerPx ** 2)).toBeCloseTo(1, 2)
    expect(measures.widthUm).toBeCloseTo(measures.areaUm2 / measures.lengthUm, 9)
    const yolkPx = EMBRYO.yolk.data.reduce((sum, inside) => sum + inside, 0)
    expect(yolkShare).toBeCloseTo(yolkPx / areaPx, 2)
  })

  test('its position is the centroid in its raw image', () => {
    const [y, x] = quality({}).measures.positionYxUm
    const { data, widthPx } = EMBRYO.mask
    const inside = Array.from(data.keys()).filter((i) => data[i] === 1)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(Math.abs(y / EMBRYO.umPerPx - mean(inside.map((i) => Math.floor(i / widthPx))))).toBeLessThan(0.5)
    expect(Math.abs(x / EMBRYO.umPerPx - mean(inside.map((i) => i % widthPx)))).toBeLessThan(0.5)
  })

  test('pieces count from a twentieth of the area on', () => {
    const speck = both(EMBRYO.mask, square(EMBRYO.mask, 2, 10))
    expect(flag('several-pieces', { mask: speck })).toBeUndefined()
    const found = flag('several-pieces', { mask: both(EMBRYO.mask, square(EMBRYO.mask, 2, 40)) })
    expect(found).toMatchObject({ threshold: 0.05, message: expect.stringContaining('2 pieces') })
    expect(found?.number).toBeCloseTo((1600 * EMBRYO.umPerPx ** 2) / quality({}).measures.areaUm2, 9)
  })

  test('a mask at the edge of its image is told with the side', () => {
    const { mask } = EMBRYO
    const filled = maskWhere(
      mask.heightPx,
      mask.widthPx,
      (y, x) => mask.data[y * mask.widthPx + x] === 1 || (y === 0 && x < 7),
    )
    expect(flag('touches-image-edge', { mask: filled })).toMatchObject({ number: 7, threshold: 1 })
  })

  test('a head that the image cut off is told, as without a yolk it may mirror the body unsaid', () => {
    for (const stageHpf of STAGES_HPF) {
      for (const seed of [1, 2, 3]) {
        const random = seededRandom(`no head/${stageHpf}/${seed}`)
        const body = bodyOf(stageHpf, variation(random))
        const { mask, umPerPx, bodyToImage } = filmed(body, random)
        const at = (s: number) => applyAffine(bodyToImage, materialToBody(body, [s, 0]))
        const [neck, snout] = [at(0.2), at(0)]
        const axis = Math.abs(snout[0] - neck[0]) > Math.abs(snout[1] - neck[1]) ? 0 : 1
        const isHead = (yx: Yx) => (yx[axis] - neck[axis]) * (snout[axis] - neck[axis]) > 0
        const headless = maskWhere(
          mask.heightPx,
          mask.widthPx,
          (y, x) => mask.data[y * mask.widthPx + x] === 1 && !isHead([y, x]),
        )
        expect(joinedKinds(quality({ mask: headless, umPerPx }, { yolk: false }).flags)).toContain('straight-cut')
      }
    }
  })

  test('a yolk that is missing, empty, outside or of odd size', () => {
    const { mask, yolk } = EMBRYO
    expect(joinedKinds(quality({}, { yolk: false }).flags)).toContain('yolk-missing')
    expect(flag('yolk-missing', { yolk: square(mask, 0, 0) })).toMatchObject({ number: 0, threshold: 1 })
    const half = Math.round(yolk.data.reduce((sum, inside) => sum + inside, 0) ** 0.5)
    const beside = flag('yolk-outside', { yolk: both(yolk, square(mask, 0, half)) })
    expect(beside?.number).toBeCloseTo(0.5, 1)
    expect(
      flag('yolk-size', { yolk: { ...yolk, data: yolk.data.map((inside, i) => (i % 20 === 0 ? inside : 0)) } }),
    ).toMatchObject({ threshold: 0.02 })
    expect(flag('yolk-size', { yolk: mask })).toMatchObject({ threshold: 0.6, number: expect.closeTo(1, 2) })
  })

  test('an orientation that its shape does not tell is told with the figures', () => {
    const disk = maskWhere(200, 200, (y, x) => Math.hypot(y - 100, x - 100) < 50)
    const raw = { mask: disk, umPerPx: 10 }
    const { flags } = frameQuality(raw, placeFrame(raw, grid, 'morphseq'), grid)
    const found = flags.find(({ kind }) => kind === 'orientation-uncertain')
    expect(found?.number).toBeLessThan(0.1)
    expect(found?.message).toMatch(/skew-y 0\.000, certain from 0\.2; skew-x 0\.000, certain from 0\.1/)
  })
})

test('a pair is flagged where mass moves farther than the body is long', () => {
  expect(pairFlags({ largestUm: 1500, bodyUm: 3000 })).toEqual([])
  expect(pairFlags({ largestUm: Number.NaN, bodyUm: 3000 })).toEqual([])
  expect(pairFlags({ largestUm: 3300, bodyUm: 3000 })).toMatchObject([
    { kind: 'displacement-over-body', number: 1.1, threshold: 1 },
  ])
})

test('a pair is flagged where its refinement left more than it may; a turn that nobody can tell is none', () => {
  const flagged = (residualAngleDeg: number, residualShiftPx: number) =>
    pairFlags({ largestUm: 1, bodyUm: 2, refinement: { residualAngleDeg, residualShiftPx } })
  expect(flagged(-0.2, 0.2)).toEqual([])
  expect(flagged(Number.NaN, 0.1)).toEqual([])
  expect(flagged(-3, 0.1)).toMatchObject([{ kind: 'refinement-unsettled', number: expect.closeTo(15), threshold: 1 }])
  expect(flagged(Number.NaN, 0.5)).toMatchObject([{ kind: 'refinement-unsettled', number: 2.5 }])
})

test('kinds are joined once each, shares are written as percentages', () => {
  const one = { kind: 'a', number: 1, threshold: 1, message: '' }
  expect(joinedKinds([one, { ...one, kind: 'b' }, one])).toBe('a;b')
  expect([joinedKinds([]), percent(0.1234)]).toEqual(['', '12.3 %'])
})
