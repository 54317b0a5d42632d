import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { readEmbryoTable } from '../../src/study/embryo-table.ts'
import { readManifest } from '../../src/study/manifest.ts'
import { RunStore, STORE_FILE } from '../../src/study/run-store.ts'
import { tempDir, tempFile } from '../support/temp-dir.ts'
import { enterRun } from '../support/temp-study.ts'
import { testService } from '../support/test-service.ts'

test('the demo study is made ready to be run, each in a folder of its own', async () => {
  const { client, studiesDir } = testService()
  const study = await client.home.makeDemo({ pairs: 2 })
  expect(study).toMatchObject({
    studyDir: join(studiesDir, 'Demo study'),
    inputs: { tableFound: true, dataRootFound: true },
    manifests: [{ name: 'demo', pairCount: 2 }],
    runCount: 0,
  })
  const { pairs, problems } = await readManifest(study.manifests[0]?.path ?? '')
  expect(problems).toEqual([])
  const { frames } = await readEmbryoTable(
    study.inputs.tablePath ?? '',
    pairs.flatMap(({ src, tgt }) => [src, tgt]),
  )
  expect(frames.size).toBeGreaterThanOrEqual(2)
  expect((await client.home.makeDemo({ pairs: 1 })).studyDir).toBe(join(studiesDir, 'Demo study 2'))
})

test('studies that were opened are listed with their runs, latest first, each in its state', async () => {
  const { client, dir } = testService()
  const studies = ['here', 'gone', 'broken', 'newer', 'older'].map((name) => join(dir, name))
  const [here = '', gone = '', broken = '', newer = '', older = ''] = studies
  for (const studyDir of studies) await client.study.create({ studyDir })
  {
    using store = RunStore.open(here)
    enterRun(store, 'wt', 3)
    store.releaseRun('wt', 'cancelled')
  }
  rmSync(gone, { recursive: true })
  writeFileSync(join(broken, STORE_FILE), 'not a database, but long enough to have been one. '.repeat(100))
  setSchema(newer, 99)
  makeOldStore(older)

  expect(await client.home.recent()).toMatchObject([
    { studyDir: older, state: 'here', message: null, runs: [{ runId: 'old', title: 'old', tags: [] }] },
    { studyDir: newer, state: 'unreadable', message: expect.stringContaining('update Otolith') },
    { studyDir: broken, state: 'unreadable', message: expect.stringContaining('not a database') },
    { studyDir: gone, state: 'missing', runs: [], sizeBytes: null },
    {
      studyDir: here,
      name: 'here',
      state: 'here',
      runs: [{ studyDir: here, runId: 'wt', state: 'cancelled', pairCount: 3, counts: { queued: 3 } }],
    },
  ])
  const first = (await client.home.recent()).at(-1)
  expect(first?.sizeBytes).toBeGreaterThan(0)

  await client.home.forget({ studyDir: gone })
  await client.study.open({ studyDir: here })
  expect((await client.home.recent()).map(({ name }) => name)).toEqual(['here', 'older', 'newer', 'broken'])
})

test('a service that may use one folder only doesn’t list what lies elsewhere', async () => {
  const appDir = tempDir()
  const confinedTo = tempDir()
  const { client } = testService({ appDir })
  await client.study.create({ studyDir: join(tempDir(), 'elsewhere') })
  await client.study.create({ studyDir: join(confinedTo, 'inside') })
  expect(await testService({ appDir, confinedTo }).client.home.recent()).toMatchObject([{ name: 'inside' }])
})

test('opening says why a folder can’t be opened, and makes nothing in it', async () => {
  const { client } = testService()
  const folder = tempDir()
  await expect(client.study.open({ studyDir: folder })).rejects.toMatchObject({
    code: 'REFUSED',
    data: { problems: [{ kind: 'no-study', file: folder }] },
  })
  expect(existsSync(join(folder, STORE_FILE))).toBe(false)
  await expect(client.study.open({ studyDir: join(folder, 'gone') })).rejects.toThrow('is not there')
  expect(await client.home.recent()).toEqual([])
})

test('a store of an older version is brought up to date when it is opened', async () => {
  const { client } = testService()
  const studyDir = tempDir()
  makeOldStore(studyDir)
  expect(await client.study.open({ studyDir })).toMatchObject({ runCount: 1, inputs: { tablePath: null } })
  expect(await client.runs.list({ studyDir })).toMatchObject([{ runId: 'old', note: 'of old', archivedAt: null }])
})

test('a study is made, and given other inputs later; what is none is refused by what it lacks', async () => {
  const { client, dir } = testService()
  const studyDir = join(dir, 'new')
  const demo = await client.home.makeDemo({ pairs: 1 })
  const [tablePath, dataRoot] = [demo.inputs.tablePath ?? '', demo.inputs.dataRoot ?? '']
  expect(await client.study.create({ studyDir, tablePath })).toMatchObject({ inputs: { tablePath, dataRoot: null } })
  expect(await client.study.setInputs({ studyDir, dataRoot })).toMatchObject({ inputs: { tablePath, dataRoot } })
  expect(await client.study.create({ studyDir })).toMatchObject({ inputs: { tablePath, dataRoot } })
  expect(await client.study.setInputs({ studyDir, dataRoot: null })).toMatchObject({
    inputs: { tablePath, dataRoot: null },
  })

  const other = tempFile('other.csv', 'embryo_id,frame_index\n')
  await expect(client.study.setInputs({ studyDir, tablePath: other })).rejects.toMatchObject({
    data: {
      problems: expect.arrayContaining([expect.objectContaining({ kind: 'missing-column', column: 'mask_rle' })]),
    },
  })
  await expect(client.study.setInputs({ studyDir, tablePath: join(dir, 'no.csv') })).rejects.toThrow('no such file')
  await expect(client.study.setInputs({ studyDir, dataRoot: other })).rejects.toThrow('no such folder')
  expect((await client.study.open({ studyDir })).inputs).toMatchObject({ tablePath, dataRoot: null })
})

test('a study that was moved is found again, with its own files', async () => {
  const { client, dir } = testService()
  const demo = await client.home.makeDemo({ pairs: 1 })
  const { studyDir: from, inputs } = demo
  const outside = tempFile('elsewhere.csv', '')
  {
    using store = RunStore.open(from)
    enterRun(store, 'wt', 1)
    store.relinkRun('wt', { tablePath: inputs.tablePath ?? '', manifestPath: outside, dataRoot: from })
    store.releaseRun('wt', 'paused')
  }
  const to = join(dir, 'moved')
  cpSync(from, to, { recursive: true })
  rmSync(from, { recursive: true })
  await expect(client.home.relink({ from, to: tempDir() })).rejects.toThrow('choose one that is a study')

  const moved = await client.home.relink({ from, to })
  expect(moved).toMatchObject({
    studyDir: to,
    name: 'moved',
    inputs: { tablePath: join(to, 'embryos.csv'), tableFound: true },
  })
  expect((await client.home.recent()).map(({ studyDir }) => studyDir)).toEqual([to])
  using store = RunStore.open(to)
  expect(store.run('wt')).toMatchObject({
    tablePath: join(to, 'embryos.csv'),
    manifestPath: outside,
    environment: { data_root: to },
  })
})

test('the list is remembered over restarts; a spoilt one is put aside', async () => {
  const appDir = tempDir()
  const before = testService({ appDir })
  await before.client.study.create({ studyDir: join(before.dir, 'a') })
  const after = testService({ appDir })
  expect(await after.client.home.recent()).toMatchObject([{ name: 'a' }])

  const list = join(appDir, 'recent-studies.json')
  writeFileSync(list, '[{"studyDir": 7')
  expect(await after.client.home.recent()).toEqual([])
  expect(readFileSync(`${list}.unreadable`, 'utf8')).toBe('[{"studyDir": 7')
  await after.client.study.open({ studyDir: join(before.dir, 'a') })
  expect(await after.client.home.recent()).toMatchObject([{ name: 'a' }])
})

function setSchema(studyDir: string, version: number): void {
  const db = new Database(join(studyDir, STORE_FILE))
  db.pragma(`user_version = ${version}`)
  db.close()
}

/** A store as schema 1 had it, with a run in it. */
function makeOldStore(studyDir: string): void {
  {
    using store = RunStore.open(studyDir)
    enterRun(store, 'old', 1)
    store.releaseRun('old', 'finished')
  }
  const db = new Database(join(studyDir, STORE_FILE))
  db.exec(`
    UPDATE runs SET note = 'of old';
    ALTER TABLE runs DROP COLUMN title;
    ALTER TABLE runs DROP COLUMN tags;
    ALTER TABLE runs DROP COLUMN archived_at;
    DROP TABLE study;
    DROP TABLE frame_decisions;
    DROP TABLE frame_edits;
    DROP TABLE views;
    DROP TABLE engine_events;
    PRAGMA user_version = 1;
  `)
  db.close()
}
