import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOf, type PairOutcome, RunStore, STORE_FILE } from '../../src/study/run-store.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'otolith-store-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const RUN = {
  runId: 'first',
  parameters: { epsilon: 1e-4 },
  environment: {},
  manifestPath: 'manifest.csv',
  manifestSha256: 'abc',
  tablePath: 'embryos.csv',
  artifactsDir: 'pair_artifacts',
}

const SOLVED: PairOutcome = {
  state: 'ok',
  inputHash: 'h',
  solverVersion: 1,
  srcFrameHash: null,
  tgtFrameHash: null,
  runtimeSec: 1.5,
  cost: 3,
  error: null,
  metrics: {
    cost: 3,
    gap: 1e-9,
    total_transport_cost_um: Number.NaN,
    gone: null,
    ok: true,
    far: Number.POSITIVE_INFINITY,
  },
  features: { n_dct_bands: 8 },
}

/** makes the store's run look as if another process had claimed it */
function handOverTo(owner: { host: string; pid: number; silentSec: number }): void {
  const db = new Database(join(dir, STORE_FILE))
  const heartbeat = new Date(Date.now() - 1000 * owner.silentSec).toISOString()
  db.prepare('UPDATE runs SET owner_host = ?, owner_pid = ?, heartbeat_at = ?').run(owner.host, owner.pid, heartbeat)
  db.close()
}

describe('RunStore', () => {
  it('keeps runs and pairs between openings, NaN and infinities too', () => {
    using written = RunStore.open(dir)
    written.claimRun(RUN)
    written.enterPairs('first', [
      { pairId: 'b', position: 3 },
      { pairId: 'a', position: 2 },
    ])
    written.finishPair('first', 'a', SOLVED)
    using read = RunStore.open(dir)
    expect(read.run('first')).toMatchObject({ ...RUN, state: 'running' })
    expect(read.pairs('first').map(({ pairId, state }) => [pairId, state])).toEqual([
      ['a', 'ok'],
      ['b', 'queued'],
    ])
    expect(read.pairs('first')[0]).toEqual({ runId: 'first', pairId: 'a', position: 2, ...SOLVED })
    expect([...read.tableRows('metrics')]).toEqual([SOLVED.metrics])
    expect([...read.tableRows('metrics', 'first')]).toEqual([])
  })

  it('is in WAL mode', () => {
    using _store = RunStore.open(dir)
    const db = new Database(join(dir, STORE_FILE), { readonly: true })
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    db.close()
  })

  it('calls a run interrupted whose owner is gone, and queues what it was at', () => {
    using store = RunStore.open(dir)
    store.claimRun(RUN)
    store.enterPairs('first', [{ pairId: 'a', position: 2 }])
    store.startPair('first', 'a')
    // no process has this number
    handOverTo({ host: hostname(), pid: 2 ** 22 + 1, silentSec: 0 })
    expect(store.run('first')?.state).toBe('interrupted')
    expect(store.claimRun(RUN)).toEqual({ taken: true })
    expect(store.pairs('first')[0].state).toBe('queued')
  })

  it('refuses a run that a live process owns, here or elsewhere, and takes it once that falls silent', () => {
    using store = RunStore.open(dir)
    store.claimRun(RUN)
    // our parent lives
    handOverTo({ host: hostname(), pid: process.ppid, silentSec: 1 })
    expect(store.claimRun(RUN)).toMatchObject({ taken: false, owner: { pid: process.ppid } })
    handOverTo({ host: 'elsewhere', pid: 1, silentSec: 1 })
    expect(store.claimRun(RUN)).toMatchObject({ taken: false, owner: { host: 'elsewhere' } })
    handOverTo({ host: 'elsewhere', pid: 1, silentSec: 3600 })
    expect(store.claimRun(RUN)).toEqual({ taken: true })
  })

  it('leaves what is done alone when pairs are entered again', () => {
    using store = RunStore.open(dir)
    store.claimRun(RUN)
    store.enterPairs('first', [
      { pairId: 'a', position: 2 },
      { pairId: 'b', position: 3, skipReason: 'excluded' },
    ])
    store.finishPair('first', 'a', SOLVED)
    store.enterPairs('first', [
      { pairId: 'a', position: 5 },
      { pairId: 'b', position: 6 },
    ])
    expect(store.pairs('first').map(({ pairId, position, state }) => [pairId, position, state])).toEqual([
      ['a', 5, 'ok'],
      ['b', 6, 'queued'],
    ])
  })

  it('releases a run in the state it is given, without pairs that still run', () => {
    using store = RunStore.open(dir)
    store.claimRun(RUN)
    store.enterPairs('first', [{ pairId: 'a', position: 2 }])
    store.startPair('first', 'a')
    store.releaseRun('first', 'cancelled')
    expect(store.run('first')?.state).toBe('cancelled')
    expect(store.pairs('first')[0].state).toBe('queued')
  })

  it('keeps a frame once, and how it was placed as it was last', () => {
    using store = RunStore.open(dir)
    const frame = {
      frameHash: 'f',
      embryoId: 'e',
      frameIndex: 1,
      maskRle: 'x',
      yolkRle: null,
      heightPx: 2,
      widthPx: 2,
      umPerPx: 7.5,
      correction: null,
      labels: '{}',
    }
    const placement = { frameHash: 'f', placement: 'morphseq', gridUmPerPx: 10, details: '{}' }
    store.keepFrames([frame], [placement])
    store.keepFrames([frame], [{ ...placement, details: '{"a":1}' }])
    const db = new Database(join(dir, STORE_FILE), { readonly: true })
    expect(db.prepare('SELECT count(*) AS n FROM frames').get()).toEqual({ n: 1 })
    expect(db.prepare('SELECT details FROM placements').all()).toEqual([{ details: '{"a":1}' }])
    // what a person said of it is known from then on
    const correction = '{"turned":false,"flipped":false}'
    store.keepFrames([{ ...frame, correction }], [])
    store.keepFrames([frame], [])
    expect(db.prepare('SELECT correction FROM frames').all()).toEqual([{ correction }])
    db.close()
  })

  it('keeps what happened to a run’s engine, in order, until the run is removed', () => {
    using store = RunStore.open(dir)
    store.claimRun(RUN)
    for (const text of ['died', 'died', 'failed']) store.addEngineEvent('first', text)
    expect(store.engineEvents('first', 50).map(({ text }) => text)).toEqual(['died', 'died', 'failed'])
    expect(store.engineEvents('first', 1)).toEqual([{ at: expect.stringMatching(/Z$/), text: 'failed' }])
    store.releaseRun('first', 'finished')
    store.removeRun('first')
    expect(store.engineEvents('first', 50)).toEqual([])
  })

  it('refuses a store that a newer version wrote, and says so', () => {
    const db = new Database(join(dir, STORE_FILE))
    db.pragma('user_version = 99')
    db.close()
    expect(() => RunStore.open(dir)).toThrow(/newer version of Otolith \(schema 99/)
  })
})

describe('hashOf', () => {
  it('tells parts apart however they are cut', () => {
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'))
    expect(hashOf('ab', 'c')).toBe(hashOf('ab', 'c'))
  })
})

describe('glances', () => {
  it('are the figures of the metrics, null where there are none or no number', () => {
    using store = RunStore.open(dir)
    store.claimRun(RUN)
    store.enterPairs('first', [
      { pairId: 'a', position: 2 },
      { pairId: 'b', position: 3 },
    ])
    store.finishPair('first', 'a', {
      ...SOLVED,
      metrics: { iterations: 30, gap: 1e-9, created_mass_pct: 2.5, sinkhorn_divergence_um: Number.NaN },
    })
    const [a, b] = store.pairGlances('first')
    const figures = { iterations: 30, gap: 1e-9, createdPct: 2.5, meanDistanceUm: null, divergenceUm: null }
    expect(a).toEqual({ pairId: 'a', position: 2, state: 'ok', runtimeSec: 1.5, error: null, ...figures })
    expect(b).toMatchObject({ pairId: 'b', state: 'queued', runtimeSec: null, iterations: null, gap: null })
    expect(store.countPairs('first')).toMatchObject({ ok: 1, queued: 1, failed: 0 })
  })
})
