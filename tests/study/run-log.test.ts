import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { encodeRunLog } from '../../src/study/run-log.ts'

test('a line a pair, quoted where a reader needs it', () => {
  const text = encodeRunLog([
    { runId: 'r', pairId: 'a', status: 'ok', runtimeSec: 0.125, cost: 3.093, error: null },
    { runId: 'r', pairId: 'b', status: 'failed', runtimeSec: null, cost: null, error: 'mask "x", cut\noff' },
  ])
  expect(text.split('\n')[0]).toBe('run_id,pair_id,status,runtime_sec,cost,error')
  expect(parse(text, { columns: true })).toEqual([
    { run_id: 'r', pair_id: 'a', status: 'ok', runtime_sec: '0.125', cost: '3.093', error: '' },
    { run_id: 'r', pair_id: 'b', status: 'failed', runtime_sec: '', cost: '', error: 'mask "x", cut\noff' },
  ])
})

test('no pairs: the header alone', () => {
  expect(encodeRunLog([])).toBe('run_id,pair_id,status,runtime_sec,cost,error\n')
})
