import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hostEngine } from '../../src/engines/host/engine-host.ts'
import { runBatch } from '../../src/runner/run-batch.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'

const PAIRS = 4
const dir = mkdtempSync(join(tmpdir(), 'otolith-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const engine = hostEngine('webgpu')
const probe = await engine.probe()
await engine.dispose()
if (!probe.usable) process.stdout.write(`no run on webgpu: ${probe.reason}\n`)

async function runOn(backend: 'cpu' | 'webgpu') {
  const studyDir = join(dir, backend)
  const files = writeDemoFiles(join(dir, `${backend}-input`), { pairs: PAIRS })
  const options = {
    ...files,
    studyDir,
    runId: 'run',
    parameters: runParameters({ gridUmPerPx: 40 }),
    backend,
    workers: 2,
    coupling: 'potentials',
    ...PLAIN_RUN,
  } as const
  const summary = await runBatch(options, () => {}, new AbortController().signal)
  using store = RunStore.open(studyDir)
  return { summary, rows: store.pairs('run').flatMap(({ metrics }) => (metrics ? [metrics] : [])) }
}

test.skipIf(!probe.usable)('a demo study on webgpu comes out as on cpu, and each pair says who solved it', async () => {
  const [byCpu, byGpu] = [await runOn('cpu'), await runOn('webgpu')]
  expect(byGpu.summary).toMatchObject({ state: 'finished', counts: { ok: PAIRS, failed: 0 }, engineDeaths: [] })
  expect(byGpu.rows).toHaveLength(PAIRS)
  byGpu.rows.forEach((row, i) => {
    expect(row.pair_id).toBe(byCpu.rows[i].pair_id)
    expect(row.converged).toBe(true)
    expect(['webgpu', 'webgpu+cpu']).toContain(row.engine)
    expect(Math.abs(Number(row.cost) / Number(byCpu.rows[i].cost) - 1)).toBeLessThanOrEqual(1e-5)
  })
})
