import { expect, test } from 'vitest'
import { QUALITY_FLAGS, raisedFlags } from '../../src/study/quality-flags.ts'

const raised = (cells: Readonly<Record<string, string>>) => raisedFlags((flag) => cells[flag] ?? '')

test('use_embryo_flag speaks against a row where it is false, the others where they are true', () => {
  expect(raised({})).toEqual([])
  expect(raised(Object.fromEntries(QUALITY_FLAGS.map((flag) => [flag, 'True'])))).toEqual(QUALITY_FLAGS.slice(1))
  expect(raised(Object.fromEntries(QUALITY_FLAGS.map((flag) => [flag, '0'])))).toEqual(['use_embryo_flag'])
})

test('missing values speak against nothing, listed reasons do', () => {
  expect(raised({ use_embryo_flag: '', dead_flag: 'nan' })).toEqual([])
  expect(raised({ use_embryo_flag: 'unknown', sam2_qc_flag: 'MASK_ON_EDGE', dead_flag: '1.0' })).toEqual([
    'dead_flag',
    'sam2_qc_flag',
  ])
})
