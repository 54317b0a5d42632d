import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonicalGrid } from '../../src/core/canonical/canonical-grid.ts'
import { warpMask } from '../../src/core/canonical/warp.ts'
import { makeDemoStudy } from '../../src/core/demo/demo-study.ts'
import { cleanMask } from '../../src/core/mask/clean-mask.ts'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { METRICS_FILE } from '../../src/runner/study-tables.ts'
import { validateRun } from '../../src/runner/validate-run.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import { decodeNpz } from '../../src/study/npz.ts'
import { npzNumbers } from '../../src/study/npz-numbers.ts'
import { decodeParquet } from '../../src/study/parquet-table.ts'
import { ProblemsError } from '../../src/study/problem.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'

const PAIRS = 3
let dir = ''
let files: DemoFiles

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'otolith-'))
  files = writeDemoFiles(dir, { pairs: PAIRS })
  await runBatch(options({}), () => {}, new AbortController().signal)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function options(changed: Partial<RunOptions>): RunOptions {
  return {
    tablePath: files.tablePath,
    manifestPath: files.manifestPath,
    dataRoot: files.dataRoot,
    studyDir: join(dir, 'study'),
    runId: 'refined',
    parameters: runParameters({ refinement: 'rigid' }),
    backend: 'cpu',
    workers: 2,
    coupling: 'potentials',
    ...PLAIN_RUN,
    ...changed,
  }
}

test('every pair says how far its target was moved, and that nothing of it is left', () => {
  const { rows } = decodeParquet(readFileSync(join(dir, 'study', METRICS_FILE)))
  expect(rows).toHaveLength(PAIRS)
  for (const row of rows) {
    expect(row.refinement).toBe('rigid')
    expect(Math.abs(Number(row.refine_residual_angle_deg))).toBeLessThanOrEqual(0.2)
    expect(Number(row.refine_residual_shift_px)).toBeLessThanOrEqual(0.2)
    expect(Number(row.refine_sec)).toBeGreaterThan(0)
    expect(Number(row.refine_sec)).toBeLessThan(Number(row.solve_sec))
  }
  expect(rows.some(({ refine_rounds: rounds }) => Number(rounds) > 0)).toBe(true)
})

test('the target that was solved is the raw mask under the transform that was written', () => {
  const { frames, pairs } = makeDemoStudy({ pairs: PAIRS })
  const grid = canonicalGrid()
  for (const pair of pairs) {
    const folder = join(dir, 'study', 'pair_artifacts', pair.pair_id)
    const metadata = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))
    const raw = frames.find(
      ({ row }) => row.embryo_id === (pair.tgt_embryo_id || pair.embryo_id) && row.frame_index === pair.frame_tgt,
    )
    if (!raw) throw new Error('the demo lacks a frame')
    const placed = warpMask(cleanMask(raw.mask).mask, metadata.refinement.tgt_transform, grid)
    const written = npzNumbers(decodeNpz(readFileSync(join(folder, 'fields.npz'))), 'tgt_mask')
    expect(Array.from(written).every((value, i) => value === placed.data[i])).toBe(true)
  }
})

test('its certificates hold when they are evaluated again from the files', () => {
  using store = RunStore.open(join(dir, 'study'))
  const run = store.run('refined')
  if (!run) throw new Error('the run is not in its store')
  for (const check of validateRun(join(dir, 'study'), store, run)) expect(check.faults).toEqual([])
})

test('pooled pixels are refused, with what to do', async () => {
  const parameters = runParameters({ refinement: 'rigid', downsampleFactor: 2 })
  const run = runBatch(options({ parameters, runId: 'pooled' }), () => {}, new AbortController().signal)
  await expect(run).rejects.toThrow(ProblemsError)
  await expect(run).rejects.toThrow(/--downsample-factor 1/)
})
