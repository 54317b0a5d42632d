import { expect, test } from 'vitest'
import { parameterRow, type RunParameters, runParameters } from '../../../src/runner/run-parameters.ts'
import { methodsText } from '../../../src/service/figures/methods-text.ts'
import type { PairState } from '../../../src/study/run-store.ts'

/** what is said of a run with these parameters, and so many pairs in each state */
function methodsOf(chosen: Partial<RunParameters>, counts: Partial<Record<PairState, number>> = { ok: 8 }): string {
  const none = { queued: 0, running: 0, ok: 0, unconverged: 0, failed: 0, skipped: 0 }
  const run = {
    runId: 'first',
    state: 'finished',
    createdAt: '2026-11-27T00:00:00Z',
    updatedAt: '2026-11-27T00:00:00Z',
    parameters: parameterRow(runParameters(chosen)),
    environment: { app_version: '1.2.3', engine: 'cpu', device: 'CPU (float64)' },
    manifestPath: '',
    manifestSha256: '',
    tablePath: '',
    artifactsDir: '',
    owner: { host: '', pid: 0, heartbeatAt: '' },
    title: '',
    note: '',
    tags: [],
    archivedAt: null,
  } as const
  return methodsText({ run, counts: { ...none, ...counts } })
}

test('the usual run', () => {
  const text = methodsOf({})
  for (const said of [
    '256 × 576 pixels of 10 µm',
    'by their anterior bodies',
    'each target was then laid over its source',
    'uniform over the silhouette, normalised to one in each',
    'squared Euclidean',
    'ε = 1 × 10⁻⁴ (a blur √ε of 58 µm)',
    'λ = 10 (a reach √λ of 18 mm)',
    'Every pixel took part.',
    'gap of 1 × 10⁻⁶ (at most 5000 iterations)',
    '8 of 8 solved pairs reached it.',
    'Otolith 1.2.3 (engine cpu, CPU (float64)), run first',
  ]) {
    expect(text).toContain(said)
  }
})

test.each([
  [{ placement: 'morphseq' }, 'first principal axis', 'laid over its source'],
  [{ refinement: 'none' }, 'by their anterior bodies', 'laid over its source'],
  [{ metric: 'euclidean', epsilon: 1e-3 }, 'a Euclidean cost', '√'],
  [
    { massMode: 'boundary_band', massNormalization: 'source' },
    'in a band along the outline, divided by that of the source in both',
    'uniform',
  ],
  [{ downsampleFactor: 2 }, 'mass pooled over blocks of 2 × 2 pixels', 'Every pixel'],
  [{ maxSupportPoints: 3000, seed: 7 }, 'at most 3000 points drawn from each silhouette (seed 7)', 'Every pixel'],
  [{ reachUm: 182 }, 'a reach √λ of 180 µm', '18 mm'],
  [{ tolerance: 1e-9, maxIterations: 77 }, 'gap of 1 × 10⁻⁹ (at most 77 iterations)', '5000'],
] as const)('a run with %j says that, and nothing that it did not do', (chosen, said, unsaid) => {
  const text = methodsOf(chosen)
  expect(text).toContain(said)
  expect(text).not.toContain(unsaid)
})

test('pairs that were not solved to tolerance, failed or were skipped are told', () => {
  const text = methodsOf({}, { ok: 5, unconverged: 2, failed: 1, skipped: 3 })
  expect(text).toContain('5 of 7 solved pairs reached it, and 1 pair failed; 3 were skipped.')
})
