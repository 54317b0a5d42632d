import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { FEATURES_FILE, METRICS_FILE, runLogPath } from '../../src/runner/study-tables.ts'
import { type DemoFiles, writeDemoFiles } from '../../src/study/demo-files.ts'
import { decodeParquet, encodeParquet } from '../../src/study/parquet-table.ts'
import { RunStore, STORE_FILE } from '../../src/study/run-store.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'
import { enterRun, tempStudy } from '../support/temp-study.ts'
import { testService } from '../support/test-service.ts'

/** two real runs of one study, pooled so that they take seconds; what a test changes here it changes back */
const PAIRS = 2
let dir = ''
let studyDir = ''
let files: DemoFiles

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'otolith-'))
  files = writeDemoFiles(dir, { pairs: PAIRS })
  studyDir = join(dir, 'study')
  for (const [runId, epsilon] of [
    ['first', 1e-4],
    ['second', 2e-4],
  ] as const) {
    await runBatch(optionsOf(runId, epsilon), () => {}, new AbortController().signal)
  }
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function optionsOf(runId: string, epsilon: number): RunOptions {
  return {
    tablePath: files.tablePath,
    manifestPath: files.manifestPath,
    dataRoot: files.dataRoot,
    studyDir,
    runId,
    parameters: runParameters({ downsampleFactor: 4, epsilon }),
    backend: 'cpu',
    workers: 1,
    coupling: 'none',
    ...PLAIN_RUN,
  }
}

describe('a run', () => {
  test('is listed and shown with everything that made it', async () => {
    const { client } = testService()
    expect(await client.runs.list({ studyDir })).toMatchObject([
      { runId: 'second', state: 'finished', pairCount: PAIRS, counts: { ok: PAIRS }, engine: 'cpu' },
      { runId: 'first', state: 'finished' },
    ])
    const shown = await client.runs.show({ studyDir, runId: 'second' })
    expect(shown).toMatchObject({
      title: 'second',
      parameters: { epsilon: 2e-4, 'downsample-factor': 4 },
      environment: { engine: 'cpu', workers: 1 },
      tablePath: files.tablePath,
      manifestPath: files.manifestPath,
      dataRoot: files.dataRoot,
      missingInputs: [],
      artifactsDir: join(studyDir, 'pair_artifacts.second'),
      owner: { host: hostname(), pid: process.pid, isThisProcess: true },
      solvedBy: { cpu: PAIRS },
    })
    for (const words of ['--run-id second', '--epsilon 0.0002', '--require-yolk', '--data-root', '--backend cpu']) {
      expect(shown.command).toContain(words)
    }
    await expect(client.runs.show({ studyDir, runId: 'third' })).rejects.toThrow('no run third')
  })

  test('gives the same command as its settings do', async () => {
    const { client } = testService()
    const { command } = await client.runs.show({ studyDir, runId: 'second' })
    const settings = {
      epsilon: 2e-4,
      downsampleFactor: 4,
      backend: 'cpu',
      workers: 1,
      coupling: 'none',
      requireYolk: true,
    } as const
    const { manifestPath } = files
    expect(await client.runs.command({ studyDir, runId: 'second', manifestPath, settings })).toBe(command)
  })

  test('has of a pair what the tables have', async () => {
    const { client } = testService()
    const rows = decodeParquet(readFileSync(join(studyDir, METRICS_FILE))).rows
    const row = rows.find(({ run_id }) => run_id === 'first')
    const pairId = String(row?.pair_id)
    const { metrics, features } = await client.runs.pair({ studyDir, runId: 'first', pairId })
    expect(metrics).toMatchObject({ pair_id: pairId, cost: row?.cost, iterations: row?.iterations })
    expect(features).toMatchObject({ pair_id: pairId })
    await expect(client.runs.pair({ studyDir, runId: 'first', pairId: 'nobody' })).rejects.toThrow('no pair nobody')
  })

  test('is named, noted, tagged and put away, and is the same run still', async () => {
    const { client } = testService()
    const run = { studyDir, runId: 'first' }
    const before = await client.runs.show(run)
    const edited = await client.runs.edit({
      ...run,
      title: ' Wild types ',
      note: 'at 28.5 °C',
      tags: ['wt', 'wt'],
      archived: true,
    })
    expect(edited).toMatchObject({
      title: 'Wild types',
      note: 'at 28.5 °C',
      tags: ['wt'],
      archivedAt: expect.any(String),
    })
    expect(await client.runs.edit({ ...run, note: 'warm' })).toMatchObject({ title: 'Wild types', note: 'warm' })
    await client.runs.edit({ ...run, title: '', note: '', tags: [], archived: false })
    expect(await client.runs.show(run)).toEqual(before)
  })

  test('is compared with another: what differs says so', async () => {
    const { client } = testService()
    const lines = await client.runs.compare({ runs: ['first', 'second'].map((runId) => ({ studyDir, runId })) })
    const line = (name: string) => lines.find((each) => each.name === name)
    expect(line('epsilon')).toEqual({ group: 'parameters', name: 'epsilon', values: [1e-4, 2e-4], differs: true })
    expect(line('seed')).toMatchObject({ group: 'parameters', differs: false })
    expect(line('max-support-points')).toMatchObject({ values: [null, null], differs: false })
    expect(line('app_version')).toMatchObject({ group: 'environment', differs: false })
    expect(line('manifest_sha256')).toMatchObject({ group: 'inputs', differs: false })
    expect(line('ok')).toMatchObject({ group: 'results', values: [PAIRS, PAIRS], differs: false })

    const rows = decodeParquet(readFileSync(join(studyDir, METRICS_FILE))).rows
    const mean = (runId: string) => {
      const distances = rows
        .filter(({ run_id }) => run_id === runId)
        .map((row) => Number(row.mean_transport_distance_um))
      return distances.reduce((sum, each) => sum + each, 0) / distances.length
    }
    // of two values the median is the mean
    const [first = 0, second = 0] = line('mean_distance_median_um')?.values ?? []
    expect(first).toBeCloseTo(mean('first'), 9)
    expect(second).toBeCloseTo(mean('second'), 9)
  })
})

describe('inputs that were moved', () => {
  test('are named as missing and found again, if they are the same', async () => {
    const { client } = testService()
    const run = { studyDir, runId: 'first' }
    const before = await client.runs.show(run)
    const manifestPath = join(dir, 'moved manifest.csv')
    const tablePath = join(dir, 'moved.csv')
    copyFileSync(files.manifestPath, manifestPath)
    copyFileSync(files.tablePath, tablePath)
    using store = RunStore.open(studyDir)
    store.relinkRun('first', {
      manifestPath: join(dir, 'no.csv'),
      tablePath: join(dir, 'no.csv'),
      dataRoot: join(dir, 'no'),
    })
    expect((await client.runs.show(run)).missingInputs).toEqual(['tablePath', 'manifestPath', 'dataRoot'])
    const found = await client.runs.relink({ ...run, manifestPath, tablePath, dataRoot: dir })
    expect(found).toMatchObject({ manifestPath, tablePath, dataRoot: dir, missingInputs: [] })

    writeFileSync(manifestPath, `${readFileSync(manifestPath, 'utf8')}\n`)
    await expect(client.runs.relink({ ...run, manifestPath })).rejects.toThrow('not the manifest that the run first')
    await expect(client.runs.relink({ ...run, tablePath: files.manifestPath })).rejects.toThrow(
      'no column "frame_index"',
    )
    await expect(client.runs.relink({ ...run, manifestPath: join(dir, 'no.csv') })).rejects.toThrow("can't be read")
    store.relinkRun('first', { ...files })
    expect(await client.runs.show(run)).toEqual(before)
  })
})

describe('a run that is removed', () => {
  test('is gone from store, tables and disk; other runs, and rows that others wrote, stay', async () => {
    const { client, trashDir } = testService()
    await runBatch(optionsOf('third', 3e-4), () => {}, new AbortController().signal)
    for (const file of [METRICS_FILE, FEATURES_FILE]) {
      const path = join(studyDir, file)
      const { columns, rows } = decodeParquet(readFileSync(path))
      await writeFile(path, encodeParquet({ columns, rows: [...rows, { ...rows[0], run_id: 'theirs' }] }))
    }
    await client.runs.remove({ studyDir, runId: 'third' })

    expect((await client.runs.list({ studyDir })).map(({ runId }) => runId)).toEqual(['second', 'first'])
    for (const file of [METRICS_FILE, FEATURES_FILE]) {
      const { rows } = decodeParquet(readFileSync(join(studyDir, file)))
      const ids = rows.map(({ run_id }) => String(run_id)).sort()
      expect(ids).toEqual(['first', 'first', 'second', 'second', 'theirs'])
    }
    expect(readdirSync(trashDir).sort()).toEqual(['pair_artifacts.third', 'run_log_third.csv'])
    expect(existsSync(join(studyDir, 'pair_artifacts.third'))).toBe(false)
    expect(existsSync(runLogPath(studyDir, 'first'))).toBe(true)
    expect(readdirSync(join(studyDir, 'pair_artifacts')).length).toBe(PAIRS)
  })

  test('stays, naming who writes it, while it is under way', async () => {
    const { client, trashDir } = testService()
    using study = tempStudy()
    const run = { studyDir: study.studyDir, runId: 'wt' }
    enterRun(study.store, 'wt', 1)
    for (const refused of [client.runs.remove(run), client.runs.relink({ ...run, dataRoot: null })]) {
      await expect(refused).rejects.toThrow(`process ${process.pid} on ${hostname()}`)
    }
    expect(readdirSync(trashDir)).toEqual([])
    study.store.releaseRun('wt', 'interrupted')
    // nothing of it is on disk yet
    await client.runs.remove(run)
    expect(await client.runs.list(run)).toEqual([])
    await expect(client.runs.remove(run)).rejects.toThrow('no run wt')
  })

  test('stays while it is taken up again, though its store does not know of that yet', async () => {
    const { client } = testService()
    await runBatch(optionsOf('fourth', 4e-4), () => {}, new AbortController().signal)
    const run = { studyDir, runId: 'fourth' }
    const [pair] = decodeParquet(readFileSync(join(studyDir, METRICS_FILE))).rows
    await client.runs.resume({ ...run, pairIds: [String(pair?.pair_id)] })
    await expect(client.runs.remove(run)).rejects.toThrow('the run fourth is under way')
    await client.runs.stop(run)
    await client.runs.remove(run)
    expect((await client.runs.list(run)).map(({ runId }) => runId)).not.toContain('fourth')
  })

  test('leaves tables without rows where it was the only one', async () => {
    const { client } = testService()
    const alone = join(dir, 'alone')
    await runBatch({ ...optionsOf('only', 1e-4), studyDir: alone }, () => {}, new AbortController().signal)
    await client.runs.remove({ studyDir: alone, runId: 'only' })
    for (const file of [METRICS_FILE, FEATURES_FILE]) {
      expect(decodeParquet(readFileSync(join(alone, file))).rows).toEqual([])
    }
  })

  test('takes nothing along that lies outside of its study', async () => {
    const { client, trashDir } = testService()
    using study = tempStudy()
    enterRun(study.store, 'wt', 1)
    study.store.releaseRun('wt', 'paused')
    const db = new Database(join(study.studyDir, STORE_FILE))
    for (const artifactsDir of ['..', '.', '../other', '']) {
      db.prepare('UPDATE runs SET artifacts_dir = ?').run(artifactsDir)
      await expect(client.runs.remove({ studyDir: study.studyDir, runId: 'wt' })).rejects.toThrow('outside the study')
    }
    db.close()
    expect(readdirSync(trashDir)).toEqual([])
    expect(study.store.run('wt')).toBeDefined()
  })
})
