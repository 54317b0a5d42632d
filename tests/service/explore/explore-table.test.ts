import { expect, test } from 'vitest'
import { exploreTable } from '../../../src/service/explore/explore-table.ts'
import { enterRun, failedOutcome, solvedOutcome, type TempStudy, tempStudy } from '../../support/temp-study.ts'
import { testService } from '../../support/test-service.ts'

const LABELS = ['wt', 'mutant', 'wt']

/** Two runs: three solved pairs and one failed of the first, one solved and one queued of the second. */
function study(): TempStudy {
  const made = tempStudy()
  for (const [row, pairId] of enterRun(made.store, 'first', 4).entries()) {
    const { metrics, ...outcome } = solvedOutcome(row)
    const features = row === 1 ? { bar_disp_max_um: Number.NaN } : { bar_disp_max_um: 100 + row, dct_vx_band_00: row }
    const labelled = { ...metrics, tgt_genotype: LABELS[row] ?? null, converged: row !== 0, gap: 1 / 3 + row }
    made.store.finishPair(
      'first',
      pairId,
      row === 3 ? failedOutcome('no mask') : { ...outcome, metrics: labelled, features },
    )
  }
  const [solved = ''] = enterRun(made.store, 'second', 2)
  made.store.finishPair('second', solved, solvedOutcome(9, 'unconverged'))
  return made
}

function columnsOf(table: ReturnType<typeof exploreTable>): Readonly<Record<string, readonly (number | string)[]>> {
  return Object.fromEntries(
    table.columns.map((column) => {
      const bytes = Buffer.from(column.kind === 'number' ? column.valuesBase64 : column.codesBase64, 'base64')
      const values = Array.from({ length: table.rowCount }, (_, row) =>
        column.kind === 'number'
          ? bytes.readDoubleLE(8 * row)
          : (column.texts[bytes.readUInt32LE(4 * row)] ?? 'no text'),
      )
      return [column.name, values]
    }),
  )
}

test("holds the rows' own numbers, in the manifest's order, and leaves untried pairs out", () => {
  using made = study()
  const table = exploreTable(made.studyDir, ['second', 'first'])
  expect(table).toMatchObject({ rowCount: 5, untriedCount: 1 })
  const columns = columnsOf(table)
  expect(columns.run_id).toEqual(['second', 'first', 'first', 'first', 'first'])
  expect(columns.pair_id).toEqual(['pair-1', 'pair-1', 'pair-2', 'pair-3', 'pair-4'])
  expect(columns.position).toEqual([0, 0, 1, 2, 3])
  expect(columns.state).toEqual(['unconverged', 'ok', 'ok', 'ok', 'failed'])
  expect(columns.gap?.slice(1)).toEqual([1 / 3, 1 / 3 + 1, 1 / 3 + 2, Number.NaN])
  expect(columns.bar_disp_max_um).toEqual([Number.NaN, 100, Number.NaN, 102, Number.NaN])
})

test('texts are coded, none is the empty text, and booleans are words', () => {
  using made = study()
  const columns = columnsOf(exploreTable(made.studyDir, ['first']))
  expect(columns.tgt_genotype).toEqual(['wt', 'mutant', 'wt', ''])
  expect(columns.converged).toEqual(['false', 'true', 'true', ''])
})

test('a column comes once, with its unit, and only where a pair has a value', () => {
  using made = study()
  const { columns } = exploreTable(made.studyDir, ['first', 'first'])
  const names = columns.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.slice(0, 4)).toEqual(['run_id', 'pair_id', 'position', 'state'])
  expect(names).not.toContain('reach_um')
  expect(names).toContain('dct_vx_band_00')
  expect(columns.find(({ name }) => name === 'bar_disp_max_um')).toMatchObject({ unit: 'µm', table: 'features' })
})

test('goes through the contract; a run that is not there is said', async () => {
  using made = study()
  const { client } = testService()
  const { studyDir } = made
  expect(await client.explore.table({ studyDir, runIds: ['first'] })).toEqual(exploreTable(studyDir, ['first']))
  await expect(client.explore.table({ studyDir, runIds: ['gone'] })).rejects.toThrow('no run gone')
})
