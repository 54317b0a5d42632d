import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chartColours } from '../../../../src/renderer/charts/chart-colours.ts'
import { chartSvg } from '../../../../src/renderer/charts/chart-svg.ts'
import { stateOf } from '../../../../src/renderer/pages/explore/explore-state.ts'
import { groupedBy } from '../../../../src/renderer/pages/explore/explored.ts'
import { binWidth, stagesBy } from '../../../../src/renderer/pages/explore/grouping.ts'
import { plotOf, rowsIn } from '../../../../src/renderer/pages/explore/plot.ts'
import { pointsCsv, summaryOf } from '../../../../src/renderer/pages/explore/plot-numbers.ts'
import { plotOption } from '../../../../src/renderer/pages/explore/plot-option.ts'
import { columnsOfPairs } from '../../../support/pair-columns.ts'

const PAIRS = columnsOfPairs({
  run_id: Array(6).fill('r'),
  pair_id: ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'],
  tgt_genotype: ['wt', 'wt', 'wt', 'mut', 'mut', 'mut'],
  tgt_embryo_id: ['a', 'a', 'b', 'c', 'd', 'd'],
  tgt_stage_hpf: [30.1, 47.8, 29.9, 30, 48.2, Number.NaN],
  mean_transport_distance_um: [10, 20, 30, 40, 50, 60],
  created_mass_pct: [1, 2, Number.NaN, 4, 5, 6],
})
const GROUPED = groupedBy(PAIRS, stateOf(new URLSearchParams()))
const NO_MARKS = { selected: new Set<number>(), outliers: new Set<number>(), flagged: new Set<number>(), current: null }

function plotted(kind: 'strip' | 'box' | 'scatter' | 'trajectory') {
  const spec = { kind, y: 'mean_transport_distance_um', x: null }
  const plot = plotOf(spec, PAIRS, GROUPED.groups, GROUPED.stageOf, GROUPED.wildType)
  if (!plot) throw new Error('these pairs have the quantity')
  return plot
}

test('each kind draws each pair that has its numbers, once, at its value', () => {
  for (const kind of ['strip', 'box'] as const) {
    const { points } = plotted(kind)
    expect(points.map(({ row, y }) => [row, y]).sort()).toEqual([0, 1, 2, 3, 4, 5].map((row) => [row, 10 * (row + 1)]))
  }
  expect(plotted('scatter').points.map(({ row, x }) => [row, x])).toEqual([
    [0, 1],
    [1, 2],
    [3, 4],
    [4, 5],
    [5, 6],
  ])
  expect(plotted('trajectory').points.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4])
})

test('points of a slot lie about its number, and an area takes those that lie in it', () => {
  const plot = plotted('strip')
  if (!('slots' in plot)) throw new Error('a strip has slots')
  for (const { row, x } of plot.points) expect(plot.slots[Math.round(x)]?.rows).toContain(row)
  expect(rowsIn(plot, { x: [-0.5, plot.slots.length], y: [20, 40] }).sort()).toEqual([1, 2, 3])
})

test('trajectories are embryos; the envelope is of the wild types’ embryos', () => {
  const plot = plotted('trajectory')
  if (plot.kind !== 'trajectory') throw new Error('it was asked for')
  expect(plot.lines.map(({ embryo, points }) => [embryo, points.length])).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 1],
    ['d', 1],
  ])
  expect(plot.envelope.map(({ embryos, median }) => [embryos, median])).toEqual([
    [2, 20],
    [1, 20],
  ])
})

test('stages are bins of the smallest width that makes few; what the manifest binned stays', () => {
  const stageOf = stagesBy(PAIRS, 'tgt_stage_hpf')
  expect([0, 1, 2, 3, 4, 5].map(stageOf)).toEqual([30, 48, 30, 30, 48, null])
  expect(stagesBy(PAIRS, null)(0)).toBeNull()
  const values = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 20 }), (some, most) => {
      const width = binWidth(some, 's', most)
      expect(new Set(some.map((value) => Math.round(value / width))).size).toBeLessThanOrEqual(most)
    }),
  )
})

test('the summary and the file have the numbers in full', () => {
  const plot = plotted('scatter')
  const summary = summaryOf(plot, PAIRS, GROUPED.groups, GROUPED.stageOf, new Set([4]))
  const mutants48 = summary.rows.find(([group, stage]) => group === 'mut' && stage === '48')
  // embryos, pairs, least, quartiles, most, outliers
  expect(mutants48?.slice(2)).toEqual([1, 1, 50, 50, 50, 50, 50, 1])
  const [header, first] = pointsCsv(plot, PAIRS, GROUPED.groups, GROUPED.stageOf, new Set([0])).split('\r\n')
  expect(header).toBe(
    'run_id,pair_id,src_embryo_id,src_frame_index,tgt_embryo_id,tgt_frame_index,group,stage_bin_hpf,created_mass_pct,mean_transport_distance_um,outlier',
  )
  expect(first).toBe('r,p0,,,a,,wt,30,1,10,true')
})

test('a file’s picture holds a mark for each pair, and what is marked is seen without colour', () => {
  const groupNames = GROUPED.groups.map(({ word }) => word)
  const marks = { ...NO_MARKS, outliers: new Set([0]) }
  const option = (colours: ReturnType<typeof chartColours>) =>
    plotOption(plotted('scatter'), { pairs: PAIRS, groupNames, marks, wordsOf: () => [] }, colours)
  const svg = chartSvg(option, { width: 600, height: 400 })
  expect(svg).toContain('Mean transport distance')
  expect(svg).toContain('Outlier')
  const { series } = option(chartColours('dark')) as { series: { id: string; symbol?: string; data: unknown[] }[] }
  const points = series.filter(({ id }) => id.startsWith('points-others'))
  expect(points.flatMap(({ data }) => data)).toHaveLength(5)
  expect(new Set(points.map(({ symbol }) => symbol)).size).toBe(2)
  expect(series.find(({ id }) => id === 'outliers')?.data).toEqual([[1, 10, 0]])
})
