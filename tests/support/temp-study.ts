import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PairOutcome, type Row, RunStore } from '../../src/study/run-store.ts'

/** An empty study folder with its store, removed when it is disposed of. */
export interface TempStudy extends Disposable {
  readonly studyDir: string
  readonly store: RunStore
}

/** Makes a study folder with an empty store. */
export function tempStudy(): TempStudy {
  const studyDir = mkdtempSync(join(tmpdir(), 'otolith-study-'))
  const store = RunStore.open(studyDir)
  return {
    studyDir,
    store,
    [Symbol.dispose]: () => {
      store.close()
      rmSync(studyDir, { recursive: true, force: true })
    },
  }
}

/** Claims a run of that name and enters pairs `<prefix>-1` … as queued; gives their names. */
export function enterRun(
  store: RunStore,
  runId: string,
  pairCount: number,
  prefix = 'pair',
  parameters: Row = { epsilon: 1e-4 },
): string[] {
  const claim = store.claimRun({
    runId,
    parameters,
    environment: { engine: 'reference' },
    manifestPath: 'manifest.csv',
    manifestSha256: '0'.repeat(64),
    tablePath: 'embryos.csv',
    artifactsDir: `pairs/${runId}`,
  })
  if (!claim.taken) throw new Error(`the run ${runId} is taken`)
  const pairIds = Array.from({ length: pairCount }, (_, index) => `${prefix}-${index + 1}`)
  store.enterPairs(
    runId,
    pairIds.map((pairId, position) => ({ pairId, position })),
  )
  return pairIds
}

/** What a solved pair leaves, with figures that differ from seed to seed. */
export function solvedOutcome(seed: number, state: 'ok' | 'unconverged' = 'ok'): PairOutcome {
  return {
    ...NO_OUTCOME,
    state,
    runtimeSec: 0.31 + seed / 100,
    cost: 3 + seed / 7,
    metrics: {
      iterations: 40 + seed,
      gap: 2.1e-9 * (seed + 1),
      mean_transport_distance_um: 41.2345 + seed / 3,
      created_mass_pct: 1.5 + seed / 9,
      sinkhorn_divergence_um: 30.125 + seed / 11,
    },
    features: {},
  }
}

/** What a failed pair leaves. */
export function failedOutcome(error: string): PairOutcome {
  return { ...NO_OUTCOME, state: 'failed', runtimeSec: 0.05, error, metrics: { success: false }, features: {} }
}

const NO_OUTCOME = {
  inputHash: null,
  solverVersion: null,
  srcFrameHash: null,
  tgtFrameHash: null,
  runtimeSec: null,
  cost: null,
  error: null,
  metrics: null,
  features: null,
} as const
