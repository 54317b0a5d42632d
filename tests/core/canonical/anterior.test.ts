import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { applyAffine, type Yx } from '../../../src/core/canonical/affine.ts'
import { canonicalGrid } from '../../../src/core/canonical/canonical-grid.ts'
import { type PlacedFrame, PlacementError, placeFrame, type RawFrame } from '../../../src/core/canonical/place-frame.ts'
import { STAGES_HPF, type StageHpf } from '../../../src/core/demo/demo-embryo.ts'
import { materialToBody } from '../../../src/core/demo/embryo-body.ts'
import { decodeMaskText } from '../../../src/core/mask/decode-mask.ts'
import type { Mask } from '../../../src/core/mask/mask.ts'
import { seededRandom } from '../../../src/core/random.ts'
import { type BodyChange, bodyOf, filmed, variation } from '../../support/made-up-embryo.ts'
import { anyMask, maskWhere, pixelAt } from '../../support/masks.ts'
import { SHARED_DATA_MISSING, sharedDir, sharedFile } from '../../support/shared.ts'

const grid = canonicalGrid()
const place = (frame: RawFrame) => placeFrame(frame, grid, 'anterior')

interface Landed {
  readonly placed: PlacedFrame
  /** of the head, from the grid's +x towards +y; 0 is right */
  readonly headingDeg: number
  /** where the middle of the head lies on the grid */
  readonly headYx: Yx
  readonly isBackUp: boolean
}

/** Films a changed individual of a stage as the seed has it, places it, and looks where its tissue came to lie. */
function landed(stageHpf: StageHpf, change: BodyChange, seed: number, withYolk: boolean, umPerPx = 7.5): Landed {
  const random = seededRandom(`${stageHpf}/${seed}`)
  const body = bodyOf(stageHpf, { ...variation(random), ...change })
  const { mask, yolk, bodyToImage } = filmed(body, random, umPerPx)
  const placed = place({ mask, umPerPx, ...(withYolk ? { yolk } : {}) })
  const land = (s: number, r: number) =>
    applyAffine(placed.transform, applyAffine(bodyToImage, materialToBody(body, [s, r])))
  const [snout, neck] = [land(0.02, 0), land(0.09, 0)]
  return {
    placed,
    headingDeg: (Math.atan2(neck[0] - snout[0], neck[1] - snout[1]) * 180) / Math.PI,
    headYx: land(0.06, 0),
    isBackUp: land(0.24, -1)[0] < land(0.24, 1)[0],
  }
}

const distance = (a: Yx, b: Yx) => Math.hypot(a[0] - b[0], a[1] - b[1])
const SEEDS = [1, 2]
const CURLS_DEG = [30, 60, 90, 120, 150].flatMap((deg) => [deg, -deg])
const cases = STAGES_HPF.flatMap((stageHpf) => [true, false].map((withYolk) => ({ stageHpf, withYolk })))

describe.each(cases)('an embryo of $stageHpf hpf, its yolk given: $withYolk', ({ stageHpf, withYolk }) => {
  test.each(SEEDS)('a curl of the tail alone moves neither side nor angle nor place of its head (%i)', (seed) => {
    const straight = landed(stageHpf, { curlDeg: 0 }, seed, withYolk)
    expect(Math.abs(straight.headingDeg)).toBeLessThan(3)
    for (const curlDeg of CURLS_DEG) {
      const curled = landed(stageHpf, { curlDeg }, seed, withYolk)
      expect(curled.isBackUp, `${curlDeg}°`).toBe(true)
      expect(curled.placed.orientationUncertain).toBe(false)
      expect(curled.placed.alignment).toBe(withYolk ? 'yolk' : 'shape')
      expect(Math.abs(curled.headingDeg - straight.headingDeg), `${curlDeg}°`).toBeLessThan(2)
      expect(distance(curled.headYx, straight.headYx), `${curlDeg}°`).toBeLessThan(2)
    }
  })

  test.each([
    ['a trunk bent to the belly', { trunkBendDeg: 20 }, 2],
    ['a trunk bent to the back', { trunkBendDeg: -20 }, 2],
    ['a body shorter by a tenth', { length: 0.9 }, 6],
    ['a swollen yolk', { yolkLength: 1.15, yolkDepth: 1.4 }, 8],
    ['a small head', { head: 0.8 }, 6],
  ] satisfies [string, BodyChange, number][])('%s keeps its side and its angle', (_, change, allowedPx) => {
    const usual = landed(stageHpf, { curlDeg: 0 }, 1, withYolk)
    const other = landed(stageHpf, { curlDeg: 0, ...change }, 1, withYolk)
    expect(other.isBackUp).toBe(true)
    expect(Math.abs(other.headingDeg)).toBeLessThan(3)
    expect(distance(other.headYx, usual.headYx)).toBeLessThan(allowedPx)
  })

  test('the image’s resolution does not matter', () => {
    const coarse = landed(stageHpf, { curlDeg: 60 }, 1, withYolk, 10)
    const fine = landed(stageHpf, { curlDeg: 60 }, 1, withYolk, 3.3)
    expect(Math.abs(coarse.headingDeg - fine.headingDeg)).toBeLessThan(1.5)
    expect(fine.isBackUp && coarse.isBackUp).toBe(true)
  })
})

test('a body without a belly is uncertain, and said to be', () => {
  const { placed } = landed(48, { curlDeg: 0, yolkDepth: 0.4 }, 1, false)
  expect(placed.orientationUncertain).toBe(true)
  expect(placed.evidence.find(({ kind }) => kind === 'back')).toSatisfy(({ value, threshold }) => value < threshold)
})

describe('what a person corrects', () => {
  test.each([
    [true, false],
    [false, true],
    [true, true],
  ])('turned: %s, flipped: %s', (turned, flipped) => {
    const random = seededRandom(5)
    const frame = filmed(bodyOf(30, { curlDeg: 60 }), random)
    const upright = place(frame)
    const corrected = place({ ...frame, correction: { turned, flipped } })
    const [y, x] = applyAffine(upright.transform, [200, 150])
    const [correctedY, correctedX] = applyAffine(corrected.transform, [200, 150])
    expect(correctedX - 287.5).toBeCloseTo((turned ? -1 : 1) * (x - 287.5), 9)
    expect(correctedY - 127.5).toBeCloseTo((turned !== flipped ? -1 : 1) * (y - 127.5), 9)
  })
})

describe('odd shapes', () => {
  const disk = maskWhere(200, 200, (y, x) => Math.hypot(y - 100, x - 90) < 40)
  const ROUND: readonly (readonly [string, Mask])[] = [
    ['a disk', disk],
    ['an oval', maskWhere(200, 200, (y, x) => Math.hypot((y - 100) / 1.3, x - 90) < 40)],
    ['a square', maskWhere(100, 100, (y, x) => y > 20 && y < 80 && x > 20 && x < 80)],
    ['a pixel', maskWhere(9, 9, (y, x) => y === 4 && x === 4)],
    ['a line', maskWhere(9, 60, (y, x) => y === 4 && x > 4 && x < 50)],
  ]

  test.each(ROUND)('%s is placed as morphseq does, and uncertain', (_, mask) => {
    const placed = place({ mask, umPerPx: 10 })
    expect(placed.alignment).toBe('moments')
    expect(placed.orientationUncertain).toBe(true)
    expect(placed.mask).toEqual(placeFrame({ mask, umPerPx: 10 }, grid, 'morphseq').mask)
  })

  test('a disk with a yolk has no angle, and is uncertain too', () => {
    const yolk = maskWhere(200, 200, (y, x) => Math.hypot(y - 110, x - 80) < 20)
    const placed = place({ mask: disk, yolk, umPerPx: 10 })
    expect(placed.alignment).toBe('yolk')
    expect(placed.orientationUncertain).toBe(true)
  })

  test('a yolk outside the embryo counts as none', () => {
    const frame = filmed(bodyOf(48), seededRandom(2))
    const outside = { ...frame.yolk, data: frame.mask.data.map((inside) => 1 - inside) }
    expect(place({ ...frame, yolk: outside }).alignment).toBe('shape')
  })

  test('an embryo cut off behind the yolk is placed', () => {
    const { mask, umPerPx } = filmed(bodyOf(48), seededRandom(3))
    for (const share of [0.3, 0.5, 0.7]) {
      const cut = maskWhere(
        mask.heightPx,
        mask.widthPx,
        (y, x) => x < share * mask.widthPx && pixelAt(mask, y, x) === 1,
      )
      if (cut.data.includes(1)) expect(() => place({ mask: cut, umPerPx })).not.toThrow()
    }
  })

  test('none is refused but what is too large or nothing at all on the grid', () => {
    const scale = fc.constantFrom(0.5, 3, 10, 40, 400)
    fc.assert(
      fc.property(anyMask(24), anyMask(24), scale, (mask, other, umPerPx) => {
        if (!mask.data.includes(1)) return
        const yolk = { ...mask, data: mask.data.map((_, i) => other.data[i % other.data.length]) }
        for (const frame of [
          { mask, umPerPx },
          { mask, yolk, umPerPx },
        ]) {
          try {
            const { transform } = place(frame)
            expect(Object.values(transform).every(Number.isFinite)).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(PlacementError)
          }
        }
      }),
    )
  })
})

const title = sharedDir === undefined ? ` (${SHARED_DATA_MISSING})` : ''

test.skipIf(sharedDir === undefined)(`the real masks are placed, and uncertain without a yolk${title}`, () => {
  const number = z.coerce.number()
  const rowSchema = z.object({
    mask_rle: z.string(),
    mask_height_px: number,
    mask_width_px: number,
    'Height (um)': number,
    'Height (px)': number,
  })
  const rows = z.array(rowSchema).parse(parse(readFileSync(sharedFile('real/embryos_A01.csv')), { columns: true }))
  const placed = rows.map((row) => {
    const mask = decodeMaskText(row.mask_rle, { heightPx: row.mask_height_px, widthPx: row.mask_width_px })
    return place({ mask, umPerPx: row['Height (um)'] / row['Height (px)'] })
  })
  expect(placed.map(({ alignment }) => alignment)).toEqual(['moments', 'shape'])
  for (const { orientationUncertain } of placed) expect(orientationUncertain).toBe(true)
})
