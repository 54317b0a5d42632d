import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { FieldView } from '../../src/figure/field-view.ts'
import { STORE_FILE } from '../../src/study/run-store.ts'
import { testService } from '../support/test-service.ts'

const VIEW: FieldView = {
  version: 1,
  map: 'displacement',
  panels: [
    { ref: { kind: 'pair', runId: 'first', pairId: 'p' }, window: null, limits: null },
    {
      ref: {
        kind: 'standardised-difference',
        runId: 'first',
        group: { column: 'tgt_genotype', value: 'curl', stageHpf: [46, 50] },
        reference: { column: 'tgt_genotype', value: 'wt', stageHpf: null },
      },
      window: { centreYx: [127.5, 287.5], zoom: 3 },
      limits: { kind: 'fixed', low: -3, high: 3 },
    },
  ],
  columns: null,
  window: { centreYx: [120, 200], zoom: null },
  limits: { kind: 'robust', lowPct: 1, highPct: 99 },
  colours: null,
  arrows: true,
  arrowScale: null,
  outlines: { source: true, target: false },
  smoothingUm: 20,
  marks: [
    { kind: 'probe', yx: [100, 200] },
    {
      kind: 'region',
      polygonYx: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    },
  ],
}

test('views are kept with the study, newest first, under names that are taken over', async () => {
  const { client, studiesDir } = testService()
  const studyDir = join(studiesDir, 'study')
  await client.study.create({ studyDir })
  expect(await client.views.list({ studyDir })).toEqual([])
  await client.views.save({ studyDir, name: 'tails', view: VIEW })
  const heads = await client.views.save({ studyDir, name: ' heads ', view: { ...VIEW, map: 'along' } })
  expect(heads.name).toBe('heads')
  const later = await client.views.save({ studyDir, name: 'tails', view: { ...VIEW, columns: 2 } })
  expect(await client.views.list({ studyDir })).toEqual([later, heads])
  expect(later.view).toEqual({ ...VIEW, columns: 2 })
  await client.views.remove({ studyDir, name: 'tails' })
  expect(await testService().client.views.list({ studyDir })).toEqual([heads])
})

test('a view that this version does not know is left where it is, and not listed', async () => {
  const { client, studiesDir } = testService()
  const studyDir = join(studiesDir, 'study')
  await client.study.create({ studyDir })
  await client.views.save({ studyDir, name: 'tails', view: VIEW })
  const db = new Database(join(studyDir, STORE_FILE))
  db.prepare(`UPDATE views SET view = '{"version": 2}'`).run()
  expect(await client.views.list({ studyDir })).toEqual([])
  expect(db.prepare('SELECT count(*) FROM views').pluck().get()).toBe(1)
  db.close()
})
