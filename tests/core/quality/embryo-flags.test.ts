import { describe, expect, test } from 'vitest'
import { embryoFlags, type SeriesFrame } from '../../../src/core/quality/embryo-flags.ts'
import { joinedKinds } from '../../../src/core/quality/quality-flag.ts'
import { silhouette } from '../../../src/core/quality/silhouette.ts'
import { maskWhere } from '../../support/masks.ts'

const CERTAIN = { head: 1, back: 1 }

/** a wedge with a lobe under its thick end, as long as it says and never where it was */
function frame(hours: number, lengthPx: number, rest: Partial<SeriesFrame> = {}): SeriesFrame {
  const mask = maskWhere(
    80,
    200,
    (y, x) => x >= 4 && x < 4 + lengthPx && y >= 20 && y < 36 - (12 * x) / 200 + (x < 44 && x > 12 ? 12 : 0),
  )
  const areaUm2 = mask.data.reduce((sum, inside) => sum + inside, 0) * 100
  const lengthUm = lengthPx * 10
  const position = [3000 * Math.sin(9 * hours), 3000 * Math.cos(5 * hours)] as const
  const measures = {
    areaUm2,
    lengthUm,
    widthUm: areaUm2 / lengthUm,
    positionYxUm: position,
    silhouette: silhouette(mask),
  }
  return { hours, measures, evidence: CERTAIN, ...rest }
}

const kinds = (frames: readonly SeriesFrame[]) => embryoFlags(frames).map(({ flags }) => joinedKinds(flags))

describe('an embryo’s frames', () => {
  test('that grow steadily raise nothing', () => {
    expect(kinds(Array.from({ length: 12 }, (_, i) => frame(i / 2, 120 + i)))).toEqual(Array(12).fill(''))
    expect(kinds([frame(0, 120)])).toEqual([''])
    expect(kinds([])).toEqual([])
  })

  test('two of them may lie a day apart, but not shrink by a third within half an hour', () => {
    expect(kinds([frame(0, 110), frame(24, 150)])).toEqual(['', ''])
    expect(kinds([frame(0, 150), frame(0.5, 100)])).toEqual([
      'area-jump;length-jump;width-jump',
      'area-jump;length-jump;width-jump;tail-lost',
    ])
  })

  test('a frame without its tail is told by what is missing', () => {
    const frames = Array.from({ length: 9 }, (_, i) => frame(i / 2, i === 4 ? 110 : 150))
    const found = embryoFlags(frames)[4]
    expect(found.figures.lengthJump).toBeCloseTo(110 / 150 - 1, 9)
    expect(found.flags.find(({ kind }) => kind === 'tail-lost')).toMatchObject({
      number: found.figures.lengthJump,
      threshold: -0.1,
      message: '26.7 % of its length are gone: its tail may be missing',
    })
    expect(kinds(frames).filter((joined) => joined !== '')).toHaveLength(1)
  })

  test('one that lies elsewhere is told where the others lie still', () => {
    const still = Array.from({ length: 9 }, (_, i) => frame(i / 2, 150))
    const at = (yUm: number) => ({ ...still[0].measures, positionYxUm: [yUm, 0] as const })
    const frames = still.map((one, i) => ({ ...one, measures: at(i === 6 ? 3000 : 10 * i) }))
    expect(kinds(frames)).toEqual(['', '', '', '', '', '', 'position-jump', '', ''])
  })
})
