import { expect, test } from 'vitest'
import { stateOf } from '../../../../src/renderer/pages/explore/explore-state.ts'
import { filtersOf, groupedBy, shownRows } from '../../../../src/renderer/pages/explore/explored.ts'
import { columnsOfPairs } from '../../../support/pair-columns.ts'

const STATE = stateOf(new URLSearchParams())
/** five wild types and five mutants at 30 hpf, the last of each far off; a pair over time far off from all; a failed pair */
const PAIRS = columnsOfPairs({
  run_id: Array(12).fill('r'),
  pair_id: Array.from({ length: 12 }, (_, i) => `pair-${i}`),
  position: Array.from({ length: 12 }, (_, i) => i),
  set_type: [...Array(10).fill('wt_to_mutant'), 'transition', 'wt_to_mutant'],
  src_embryo_id: [...Array(10).fill('ref'), 'm9', 'ref'],
  tgt_embryo_id: [...Array.from({ length: 10 }, (_, i) => (i < 5 ? `w${i}` : `m${i}`)), 'm9', 'm11'],
  tgt_genotype: [...Array(5).fill('wt'), ...Array(6).fill('mutant'), 'mutant'],
  bin_tgt_hpf: Array(12).fill(30),
  total_transport_cost_um2: [1, 1.1, 1.2, 1.3, 9, 20, 21, 22, 23, 2, 500, Number.NaN],
  mean_transport_distance_um: [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, Number.NaN],
  quality_flags: [...Array(6).fill(''), 'displacement-over-body', ...Array(5).fill('')],
  src_quality_flags: Array(12).fill(''),
})

test('the wild type comes first, and outliers are told within group and stage, an embryo over time by itself', () => {
  const grouped = groupedBy(PAIRS, STATE)
  expect(grouped).toMatchObject({ groupColumn: 'tgt_genotype', wildType: 'wt', stageColumn: 'bin_tgt_hpf' })
  expect(grouped.groups.map(({ name }) => name)).toEqual(['wt', 'mutant'])
  expect([...grouped.outliers.keys()]).toEqual([4, 9])
  expect(grouped.outliers.get(9)).toMatchObject([{ column: 'total_transport_cost_um2', side: 'low', value: 2 }])
  expect([...grouped.flags]).toEqual([[6, ['displacement-over-body']]])
})

test('a shown quantity has outliers of its own; nothing is dropped', () => {
  const plots = [{ kind: 'strip', y: 'mean_transport_distance_um', x: null }] as const
  const odd = columnsOfPairs({
    tgt_genotype: Array(5).fill('wt'),
    tgt_embryo_id: ['a', 'b', 'c', 'd', 'e'],
    total_transport_cost_um2: [1, 1, 1, 1, 1],
    mean_transport_distance_um: [5, 5.1, 5.2, 5.1, 60],
  })
  const grouped = groupedBy(odd, { ...STATE, plots })
  expect([...grouped.outliers.keys()]).toEqual([4])
  expect(shownRows(odd, grouped, STATE, new Set())).toEqual([0, 1, 2, 3, 4])
})

test('growth over time is left out of comparisons until a person says otherwise', () => {
  expect(filtersOf(PAIRS, null)).toEqual([{ column: 'set_type', comparison: 'is-not', value: 'transition' }])
  expect(filtersOf(PAIRS, [])).toEqual([])
  const grouped = groupedBy(PAIRS, STATE)
  expect(shownRows(PAIRS, grouped, STATE, new Set())).not.toContain(10)
  expect(shownRows(PAIRS, grouped, { ...STATE, filters: [] }, new Set())).toContain(10)
  expect(shownRows(PAIRS, grouped, { ...STATE, focus: 'outliers' }, new Set())).toEqual([4, 9])
  expect(shownRows(PAIRS, grouped, { ...STATE, focus: 'flagged' }, new Set())).toEqual([6])
  expect(shownRows(PAIRS, grouped, { ...STATE, search: 'M5' }, new Set())).toEqual([5])
})
