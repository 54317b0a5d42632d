import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ExploreState,
  FIRST_PLOTS,
  FOCUSES,
  PLOT_KINDS,
  queryOf,
  stateOf,
} from '../../../../src/renderer/pages/explore/explore-state.ts'

const column = fc.constantFrom('mean_transport_distance_um', 'gap', 'tgt_genotype', 'dct_vx_band_00')
const anyText = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '')
const runId = fc.stringMatching(/^[\w.-]{1,12}$/)

const states: fc.Arbitrary<ExploreState> = fc.record({
  runIds: fc.uniqueArray(runId, { maxLength: 3 }),
  groupColumn: fc.option(column),
  wildType: fc.option(fc.oneof(anyText, fc.constant(''))),
  stageColumn: fc.option(column),
  plots: fc.array(fc.record({ kind: fc.constantFrom(...PLOT_KINDS), y: column, x: fc.option(column) }), {
    minLength: 1,
    maxLength: 4,
  }),
  search: anyText,
  focus: fc.constantFrom(...FOCUSES),
  filters: fc.option(
    fc.array(
      fc.record({
        column,
        comparison: fc.constantFrom('is', 'is-not', 'at-least', 'is-empty'),
        value: fc.oneof(anyText, fc.constant('')),
      }),
      { maxLength: 3 },
    ),
  ),
  columns: fc.option(fc.uniqueArray(column)),
  sort: fc.option(fc.record({ key: column, descending: fc.boolean() })),
  selected: fc.constant([]),
})

test('an address gives the state back that it was made from', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(stateOf(new URLSearchParams(queryOf(state)))).toEqual(state)
    }),
  )
})

test('selected pairs come back, each once, runs of neighbours in a few letters', () => {
  const positions = fc.uniqueArray(fc.nat(5000))
  fc.assert(
    fc.property(positions, positions, (first, second) => {
      const selected = [
        ...first.map((position) => ({ runId: 'a', position })),
        ...second.map((position) => ({ runId: 'b', position })),
      ]
      const state = { ...stateOf(new URLSearchParams()), selected }
      const back = stateOf(new URLSearchParams(queryOf(state))).selected
      const keys = (pairs: typeof selected) => pairs.map((pair) => `${pair.runId} ${pair.position}`).sort()
      expect(keys([...back])).toEqual(keys(selected))
    }),
  )
  const all = Array.from({ length: 5000 }, (_, position) => ({ runId: 'a', position }))
  expect(queryOf({ ...stateOf(new URLSearchParams()), selected: all })).toBe('selected=0-4999+a')
})

test('what an address says wrongly is as at first', () => {
  const state = stateOf(
    new URLSearchParams('plot=pie+x&only=nothing&filter=like+gap+3&selected=9-2+a&selected=x+a&sort='),
  )
  expect(state).toMatchObject({ plots: FIRST_PLOTS, focus: 'all', filters: [], selected: [], sort: null })
  expect(queryOf(stateOf(new URLSearchParams()))).toBe('')
})
