import { expect, test } from 'vitest'
import type { Profiles } from '../../../src/api/fields-contract.ts'
import { chartColours } from '../../../src/renderer/charts/chart-colours.ts'
import { profileOption } from '../../../src/renderer/fields/profile-option.ts'
import { embryoSheet, groupSheet, partOf } from '../../../src/renderer/fields/profile-sheets.ts'

const GROUP = { column: 'tgt_genotype', value: 'wt', stageHpf: null }
const BODY = { gridHeightPx: 1, gridWidthPx: 1, umPerPx: 10, box: { y0: 0, x0: 0, y1: 1, x1: 1 }, s: '' }

function profiles(embryoCount: number): Profiles {
  const mean = [1, 2, null, 4, 5, 6, 7, 8, 9, 10]
  const embryos = [{ embryoId: 'a', values: mean }]
  return {
    unit: 'µm',
    groups: [
      {
        group: GROUP,
        name: 'wt',
        embryoCount,
        pairCount: 9,
        embryosAt: mean.map((value) => (value === null ? 0 : embryoCount)),
        mean,
        sd: mean.map((value) => (value === null ? null : 0.5)),
        embryos,
        warnings: [],
      },
    ],
    references: [],
    body: BODY,
  }
}

interface Series {
  readonly id: string
  readonly data: readonly (readonly number[])[]
  readonly markArea?: { readonly data: unknown }
}
const seriesOf = (found: Profiles, marked: number | null) =>
  profileOption(found, 'Displacement (µm)', marked, chartColours('light')).series as readonly Series[]

test('a place on the body lies in one part, its ends too', () => {
  expect([0, 0.0999, 0.1, 0.95, 1].map((s) => partOf(s, 10))).toEqual([0, 0, 1, 9, 9])
  expect([null, Number.NaN, -0.1, 1.2].map((s) => partOf(s, 20))).toEqual([null, null, null, null])
})

test('the tables hold every part of every group and embryo; none is no zero', () => {
  const { rows } = groupSheet(profiles(6))
  expect(rows[0]).toEqual(['wt', 0, 0.1, 6, 1, 0.5])
  expect(rows[2]?.slice(3)).toEqual([0, Number.NaN, Number.NaN])
  expect(embryoSheet(profiles(6)).rows).toHaveLength(10)
})

test('a group has its mean and a band of one SD about it; of few embryos each is drawn instead', () => {
  const [band, mean] = seriesOf(profiles(6), null)
  expect(band).toMatchObject({ id: 'band-0', type: 'custom' })
  expect(band?.data[0]).toEqual([0.05, 0.5, 1.5])
  expect(band?.data).toHaveLength(9)
  expect(mean?.data[9]).toEqual([0.95, 10])
  expect(seriesOf(profiles(4), null)[0]).toMatchObject({ id: 'embryos-0', type: 'line' })
})

test('the part that a field is pointed at is marked', () => {
  expect(seriesOf(profiles(6), 3)[1]?.markArea?.data).toEqual([[{ xAxis: 0.3 }, { xAxis: 0.4 }]])
  expect(seriesOf(profiles(6), null)[1]?.markArea).toBeUndefined()
})
