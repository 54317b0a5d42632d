import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METRICS_FILE, runLogPath } from '../../src/runner/study-tables.ts'
import { eventsOf, otolith, shownRun } from './command-line.ts'
import {
  type CsvFile,
  type DemoInput,
  demoInput,
  filesUnder,
  frameIndexOf,
  pairsUsing,
  snapshot,
  studyContent,
  tableRows,
  temporaryFolder,
  withCells,
} from './study-files.ts'

const PAIRS = 6

const folder = temporaryFolder()
let input: DemoInput
/** the target of the last pair, and who uses it */
let frameIndex: number
let affected: readonly string[]
let spared: readonly string[]
let damaged: CsvFile

beforeAll(() => {
  input = demoInput(join(folder.path, 'demo'), PAIRS)
  frameIndex = frameIndexOf(input, PAIRS - 1, 'tgt')
  const { using, others } = pairsUsing(input, frameIndex)
  affected = using
  spared = others
  damaged = withCells(input.table, frameIndex, { mask_rle: input.table.rows[frameIndex].mask_rle.slice(0, 100) })
  expect(affected.length).toBeGreaterThan(0)
  expect(spared.length).toBeGreaterThan(1)
})

afterAll(folder.remove)

describe('a damaged mask', () => {
  it('stops the run before it starts', async () => {
    const dir = join(folder.path, 'stopped')
    const { code, stderr } = await otolith(...input.runArgs(dir, { table: damaged }))
    expect(stderr).toContain(`:${frameIndex + 2} [mask_rle]`)
    expect(code).toBe(2)
    expect(existsSync(dir)).toBe(false)
  })

  it('fails its pairs alone where the run is to keep going, and is tried again once it is mended', async () => {
    const dir = join(folder.path, 'kept-going')
    const first = await otolith(...input.runArgs(dir, { table: damaged }), '--keep-going')
    expect(first.code).toBe(1)

    const rows = tableRows(join(dir, METRICS_FILE))
    expect(idsOf(rows.filter((row) => row.success === false))).toEqual(affected.toSorted())
    expect(idsOf(rows.filter((row) => row.success === true))).toEqual(spared.toSorted())
    for (const row of rows) {
      if (row.success === false) {
        expect(row.error_message).toContain(input.table.rows[frameIndex].embryo_id)
        expect([row.cost, row.converged, row.engine]).toEqual([null, null, null])
      } else expect(row.error_message).toBeNull()
    }
    const log = runLog(dir)
    expect(log.map((row) => row.pair_id)).toEqual(input.manifest.rows.map((row) => row.pair_id))
    for (const { pair_id: pairId, status, error, cost } of log) {
      expect(status).toBe(affected.includes(pairId) ? 'failed' : 'ok')
      expect(error !== '').toBe(status === 'failed')
      expect(cost === '').toBe(status === 'failed')
    }
    const folders = new Set(filesUnder(join(dir, 'pair_artifacts')).map((path) => path.split(/[/\\]/)[0]))
    expect([...folders].toSorted()).toEqual(spared.toSorted())

    const still = await otolith(...input.runArgs(dir, { table: damaged }), '--keep-going', '--json')
    expect(reasons(still.stdout)).toEqual(affected.map((pairId) => [pairId, 'failed before']))
    expect(still.code).toBe(1)

    const before = snapshot(join(dir, 'pair_artifacts'))
    const mended = await otolith(...input.runArgs(dir), '--json')
    expect(mended.code).toBe(0)
    expect(reasons(mended.stdout)).toEqual(affected.map((pairId) => [pairId, 'failed before']))
    expect(snapshot(join(dir, 'pair_artifacts'))).toMatchObject(before)
    const calmDir = join(folder.path, 'calm')
    expect((await otolith(...input.runArgs(calmDir))).code).toBe(0)
    expect(studyContent(dir)).toEqual(studyContent(calmDir))
    expect(runLog(dir).every(({ status }) => status === 'ok')).toBe(true)
  })
})

it('a mask that was drawn anew has its pairs solved again, and only those', async () => {
  const dir = join(folder.path, 'redrawn')
  expect((await otolith(...input.runArgs(dir))).code).toBe(0)
  const redrawn = withCells(input.table, frameIndex, {
    'Height (um)': String(1.02 * Number(input.table.rows[frameIndex]['Height (um)'])),
    'Width (um)': String(1.02 * Number(input.table.rows[frameIndex]['Width (um)'])),
  })
  const again = await otolith(...input.runArgs(dir, { table: redrawn }), '--json')
  expect(again.code).toBe(0)
  expect(reasons(again.stdout)).toEqual(affected.map((pairId) => [pairId, 'its inputs changed']))
  const freshDir = join(folder.path, 'redrawn-fresh')
  expect((await otolith(...input.runArgs(freshDir, { table: redrawn }))).code).toBe(0)
  expect(studyContent(dir)).toEqual(studyContent(freshDir))
})

it('pairs that do not converge are told apart, kept, and not run again', async () => {
  const dir = join(folder.path, 'unconverged')
  const args = [...input.runArgs(dir), '--max-iterations', '3']
  const { code, stdout } = await otolith(...args)
  expect(code).toBe(1)
  expect(stdout).toContain('not converged after 3 iterations')

  const { state, pairs } = await shownRun(dir)
  expect(state).toBe('finished')
  expect(pairs.map((pair) => pair.state)).toEqual(Array(PAIRS).fill('unconverged'))
  for (const row of tableRows(join(dir, METRICS_FILE))) {
    expect(row).toMatchObject({ success: true, converged: false, iterations: 3 })
    expect(Math.max(Number(row.marginal_error), Number(row.gap))).toBeGreaterThan(Number(row.tolerance))
  }
  expect(Object.keys(studyContent(dir).artifacts)).toHaveLength(4 * PAIRS)
  expect(runLog(dir).every(({ status, error }) => status === 'ok' && error.includes('not converged'))).toBe(true)

  const again = await otolith(...args, '--json')
  expect(reasons(again.stdout)).toEqual([])
  expect(again.code).toBe(1)
})

function idsOf(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  return rows.map((row) => String(row.pair_id)).toSorted()
}

function runLog(studyDir: string): Record<string, string>[] {
  return parse(readFileSync(runLogPath(studyDir, 'run')), { columns: true })
}

function reasons(stdout: string): (readonly [pairId: string, because: string])[] {
  return eventsOf(stdout).flatMap((event) =>
    event.kind === 'pair-started' ? [[event.pairId, event.because] as const] : [],
  )
}
