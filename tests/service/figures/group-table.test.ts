import { expect, test } from 'vitest'
import { groupTable } from '../../../src/service/figures/group-table.ts'
import type { PairRecord, Row } from '../../../src/study/run-store.ts'

function pair(metrics: Row, state: PairRecord['state'] = 'ok'): PairRecord {
  const rest = {
    inputHash: null,
    solverVersion: null,
    srcFrameHash: null,
    tgtFrameHash: null,
    runtimeSec: null,
    cost: null,
  }
  return { runId: 'r', pairId: 'p', position: 0, state, error: null, features: null, metrics, ...rest }
}

const of = (src_embryo_id: string, tgt_embryo_id: string, tgt_genotype: string, figure: number) => ({
  src_embryo_id,
  tgt_embryo_id,
  tgt_genotype,
  figure,
})

test('an embryo counts once however many pairs it has; embryos with themselves and failures are left out', () => {
  const rows = groupTable(
    [
      pair(of('w1', 'm1', 'mutant', 10)),
      pair(of('w2', 'm1', 'mutant', 20)),
      pair(of('w1', 'm2', 'mutant', 5)),
      pair(of('w1', 'w2', 'wt', 1)),
      pair(of('m1', 'm1', 'mutant', 1000)),
      pair(of('w1', 'm3', 'mutant', 1000), 'failed'),
      pair(of('w1', 'x', '', 1000)),
    ],
    ['figure'],
  )
  // means of the embryos 15 and 5: 10 ± √50
  expect(rows).toEqual([
    { group: 'mutant', embryos: 2, pairs: 3, values: [{ mean: 10, sd: expect.closeTo(Math.sqrt(50)) }] },
    { group: 'wt', embryos: 1, pairs: 1, values: [{ mean: 1, sd: null }] },
  ])
})

test('where an embryo has no other pairs than with itself, these are what there is', () => {
  expect(groupTable([pair(of('a', 'a', 'wt', 3))], ['figure'])).toEqual([
    { group: 'wt', embryos: 1, pairs: 1, values: [{ mean: 3, sd: null }] },
  ])
})
