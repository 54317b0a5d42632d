import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { studyProcedures } from '../../src/api/study-procedures.ts'
import { createStudyService } from '../../src/service/study-service.ts'
import { STORE_FILE } from '../../src/study/run-store.ts'
import { enterRun, failedOutcome, solvedOutcome, type TempStudy, tempStudy } from '../support/temp-study.ts'

const service = createStudyService()

describe('a study with runs', () => {
  let study: TempStudy

  beforeEach(() => {
    study = tempStudy()
  })

  afterEach(() => study[Symbol.dispose]())

  it('lists its runs with their counts', async () => {
    const { store, studyDir } = study
    const [first = '', second = ''] = enterRun(store, 'wt', 3)
    store.finishPair('wt', first, solvedOutcome(1))
    store.finishPair('wt', second, failedOutcome('the mask is empty'))

    const listed = await service.listRuns({ studyDir })

    const record = store.run('wt')
    expect(listed).toEqual({
      ok: true,
      value: [
        {
          runId: 'wt',
          state: 'running',
          createdAt: record?.createdAt,
          updatedAt: record?.updatedAt,
          engine: 'reference',
          pairCount: 3,
          counts: { ok: 1, failed: 1, queued: 1, unconverged: 0, running: 0, skipped: 0 },
        },
      ],
    })
    expect(listed.ok && studyProcedures.listRuns.output.safeParse(listed.value).error).toBeUndefined()
  })

  it('shows a run with the very numbers of the store, in manifest order', async () => {
    const { store, studyDir } = study
    const pairIds = enterRun(store, 'wt', 5)
    for (const [seed, pairId] of pairIds.entries()) store.finishPair('wt', pairId, solvedOutcome(seed))

    const shown = await service.showRun({ studyDir, runId: 'wt' })

    expect(shown.ok && shown.value.pairs).toEqual(
      store.pairs('wt').map((pair) => ({
        pairId: pair.pairId,
        position: pair.position,
        state: pair.state,
        runtimeSec: pair.runtimeSec,
        iterations: pair.metrics?.iterations,
        gap: pair.metrics?.gap,
        meanDistanceUm: pair.metrics?.mean_transport_distance_um,
        createdPct: pair.metrics?.created_mass_pct,
        divergenceUm: pair.metrics?.sinkhorn_divergence_um,
        error: pair.error,
      })),
    )
    expect(shown.ok && studyProcedures.showRun.output.safeParse(shown.value).error).toBeUndefined()
  })

  it('says why a pair failed or was skipped, and gives null for figures that are no numbers', async () => {
    const { store, studyDir } = study
    const [failed = '', odd = ''] = enterRun(store, 'wt', 2)
    store.enterPairs('wt', [{ pairId: 'left-out', position: 2, skipReason: 'no mask at 30 hpf' }])
    store.finishPair('wt', failed, failedOutcome('the mask is empty'))
    const outcome = solvedOutcome(1)
    store.finishPair('wt', odd, { ...outcome, metrics: { ...outcome.metrics, gap: Number.NaN, iterations: null } })

    const shown = await service.showRun({ studyDir, runId: 'wt' })

    expect(shown.ok && shown.value.pairs).toMatchObject([
      { state: 'failed', error: 'the mask is empty', runtimeSec: 0.05, gap: null },
      { state: 'ok', error: null, gap: null, iterations: null, createdPct: 1.5 + 1 / 9 },
      { state: 'skipped', error: 'no mask at 30 hpf', runtimeSec: null },
    ])
  })

  it('sees what a run has written since, and that it has ended', async () => {
    const { store, studyDir } = study
    const [only = ''] = enterRun(store, 'wt', 1)
    store.startPair('wt', only)
    expect(await service.showRun({ studyDir, runId: 'wt' })).toMatchObject({ value: { pairs: [{ state: 'running' }] } })
    store.finishPair('wt', only, solvedOutcome(1))
    store.releaseRun('wt', 'finished')
    expect(await service.showRun({ studyDir, runId: 'wt' })).toMatchObject({
      value: { run: { state: 'finished' }, pairs: [{ state: 'ok' }] },
    })
  })

  it('names a run that is not there', async () => {
    const shown = await service.showRun({ studyDir: study.studyDir, runId: 'nobody' })
    expect(shown).toEqual({ ok: false, message: `The study in ${study.studyDir} has no run nobody.` })
  })

  it('lists nothing of a study without runs', async () => {
    expect(await service.listRuns({ studyDir: study.studyDir })).toEqual({ ok: true, value: [] })
  })

  it('refuses what it was not asked properly', async () => {
    for (const input of [undefined, {}, { studyDir: 7 }, { studyDir: '' }, { studyDir: study.studyDir, more: 1 }]) {
      expect(await service.listRuns(input)).toMatchObject({
        ok: false,
        message: expect.stringContaining('not understood'),
      })
    }
  })
})

describe('a folder that holds no study', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'otolith-none-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is refused, and nothing is made in it', async () => {
    const listed = await service.listRuns({ studyDir: folder })
    expect(listed).toMatchObject({ ok: false, message: expect.stringContaining(`no ${STORE_FILE}`) })
    expect(readdirSync(folder)).toEqual([])
  })

  it('is refused where it is not there at all', async () => {
    const listed = await service.listRuns({ studyDir: join(folder, 'gone') })
    expect(listed).toMatchObject({ ok: false, message: expect.stringContaining('is not there') })
  })

  it('is refused where its store is something else', async () => {
    writeFileSync(join(folder, STORE_FILE), 'not a database, but long enough to have been one. '.repeat(100))
    const listed = await service.listRuns({ studyDir: folder })
    expect(listed).toMatchObject({ ok: false, message: expect.stringContaining('not a database') })
  })
})
