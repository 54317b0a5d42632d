import { describe, expect, test } from 'vitest'
import { makeDemoStudy } from '../../../src/core/demo/demo-study.ts'
import { decodeMaskText } from '../../../src/core/mask/decode-mask.ts'

const study = makeDemoStudy()
const rows = study.frames.map(({ row }) => row)

function rowOf(embryoId: string, frameIndex: number) {
  const row = rows.find((candidate) => candidate.embryo_id === embryoId && candidate.frame_index === frameIndex)
  if (row === undefined) throw new Error(`no frame ${embryoId} ${frameIndex}`)
  return row
}

test('the seed decides everything', () => {
  expect(makeDemoStudy()).toEqual(study)
  expect(makeDemoStudy({ seed: 2 }).frames.map(({ row }) => row.mask_rle)).not.toEqual(rows.map((row) => row.mask_rle))
})

describe('the embryo table', () => {
  test('each row decodes to its mask, and every encoding occurs at every stage', () => {
    for (const { row, mask } of study.frames) {
      expect(decodeMaskText(row.mask_rle, { heightPx: row.mask_height_px, widthPx: row.mask_width_px })).toEqual(mask)
    }
    expect(new Set(rows.map((row) => `${row.frame_index} ${row.mask_rle_format}`)).size).toBe(4)
  })

  test('has two clutches, three genotypes and two stages, and every frame once', () => {
    expect(new Set(rows.map((row) => row.experiment_date))).toEqual(new Set(['20260105', '20260112']))
    expect(new Set(rows.map((row) => row.genotype))).toEqual(new Set(['wt', 'curl-ventral', 'curl-dorsal']))
    expect(new Set(rows.map((row) => row.frame_index))).toEqual(new Set([12, 48]))
    expect(new Set(rows.map((row) => row.snip_id)).size).toBe(rows.length)
    for (const row of rows) expect(row.embryo_id).toMatch(/^\d{8}_[A-H]\d\d_e01$/)
  })

  test('scales are given, in µm and px', () => {
    const scales = rows.map((row) => row['Height (um)'] / row['Height (px)'])
    expect(new Set(scales.map((scale) => scale.toFixed(3)))).toEqual(new Set(['7.500', '7.200']))
  })
})

describe.each([1, 2, 3, 8, 20, 313])('a manifest of %i pairs', (count) => {
  const { frames, pairs } = count === 20 ? study : makeDemoStudy({ pairs: count })
  const known = new Map(frames.map(({ row }) => [`${row.embryo_id} ${row.frame_index}`, row]))
  const endsOf = (pair: (typeof pairs)[number]) => [
    known.get(`${pair.src_embryo_id || pair.embryo_id} ${pair.frame_src}`),
    known.get(`${pair.tgt_embryo_id || pair.embryo_id} ${pair.frame_tgt}`),
  ]

  test('has so many pairs with ids of their own, of frames that exist', () => {
    expect(pairs.length).toBe(count)
    expect(new Set(pairs.map((pair) => pair.pair_id)).size).toBe(count)
    for (const pair of pairs) {
      const [src, tgt] = endsOf(pair)
      expect(src?.predicted_stage_hpf).toBe(pair.stage_src_hpf)
      expect(tgt?.predicted_stage_hpf).toBe(pair.stage_tgt_hpf)
      expect(tgt?.genotype).toBe(pair.genotype)
    }
  })

  test('compares a wild-type with another embryo of its stage, mutants within the clutch', () => {
    for (const pair of pairs.filter(({ set_type }) => set_type !== 'transition')) {
      const [src, tgt] = endsOf(pair)
      expect(src?.genotype).toBe('wt')
      expect(src?.embryo_id).not.toBe(tgt?.embryo_id)
      expect(src?.frame_index).toBe(tgt?.frame_index)
      expect(pair.is_control_pair).toBe(tgt?.genotype === 'wt')
      if (!pair.is_control_pair) expect(src?.clutch).toBe(tgt?.clutch)
    }
  })
})

test('the default has controls in both directions, enough for a reference at each stage, and transitions', () => {
  const ofType = (type: string) => study.pairs.filter((pair) => pair.set_type === type)
  const controls = ofType('wt_control')
  for (const hpf of [30, 48])
    expect(controls.filter((pair) => pair.bin_src_hpf === hpf).length).toBeGreaterThanOrEqual(3)
  const ends = new Set(controls.map((pair) => `${pair.src_embryo_id} ${pair.tgt_embryo_id}`))
  expect(controls.some((pair) => ends.has(`${pair.tgt_embryo_id} ${pair.src_embryo_id}`))).toBe(true)
  expect(ofType('transition').map((pair) => pair.pair_id)).toEqual([
    '20260105_A01_e01__30to48',
    expect.stringMatching(/__30to48$/),
  ])
  expect(controls[0].pair_id).toBe('20260105_A01_e01__f0012__to__20260105_A02_e01__f0012')
})

test('curls go the way of the genotype, by 30° to 150°, and wild-types lie almost straight', () => {
  for (const { embryoId, frameIndex, shape } of study.truth.frames) {
    const { angleDeg } = shape.curl
    const sign = { wt: 0, 'curl-ventral': 1, 'curl-dorsal': -1 }[rowOf(embryoId, frameIndex).genotype]
    expect(Math.sign(angleDeg)).toBe(sign)
    if (sign !== 0) expect(Math.abs(Math.abs(angleDeg) - 90)).toBeLessThanOrEqual(60)
    expect(Math.abs(shape.trunkBendDeg)).toBeLessThanOrEqual(3)
  }
})

test('the truth is plain JSON and follows the frames', () => {
  expect(JSON.parse(JSON.stringify(study.truth))).toEqual(study.truth)
  expect(study.truth.frames.map(({ embryoId, frameIndex }) => [embryoId, frameIndex])).toEqual(
    rows.map((row) => [row.embryo_id, row.frame_index]),
  )
  for (const { landmarksYxPx } of study.truth.frames) expect(landmarksYxPx.length).toBe(study.truth.landmarks.length)
})

test('a number of pairs that is none is refused', () => {
  expect(() => makeDemoStudy({ pairs: 0 })).toThrow(/pairs must be a whole number above 0, not 0/)
  expect(() => makeDemoStudy({ pairs: 2.5 })).toThrow(RangeError)
})
