import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listedStates, otolith, start } from './command-line.ts'
import { type DemoInput, demoInput, filesUnder, snapshot, studyContent, temporaryFolder } from './study-files.ts'

const folder = temporaryFolder()
let input: DemoInput

beforeAll(() => {
  input = demoInput(join(folder.path, 'demo'), 4)
})

afterAll(folder.remove)

it('refuses a known run id with another parameter, naming it and both values, and changes nothing', async () => {
  const dir = join(folder.path, 'parameters')
  expect((await otolith(...input.runArgs(dir), '--limit', '1')).code).toBe(0)
  const before = snapshot(dir)

  const { code, stderr } = await otolith(...input.runArgs(dir), '--epsilon', '0.0003', '--seed', '7')
  expect(code).toBe(2)
  expect(stderr).toContain('--epsilon: the run has 0.0001, asked for 0.0003')
  expect(stderr).toContain('--seed: the run has 42, asked for 7')
  expect(stderr).not.toContain('--metric')
  expect(snapshot(dir)).toEqual(before)
})

it('takes other workers, flushes and couplings for the same run, and another id for another one', async () => {
  const dir = join(folder.path, 'same-run')
  expect((await otolith(...input.runArgs(dir), '--limit', '1')).code).toBe(0)
  const other = ['--workers', '1', '--flush-every', '1', '--coupling', 'none', '--limit', '2']
  expect((await otolith(...input.runArgs(dir), ...other)).code).toBe(0)
  const again = ['--run-id', 'again', '--epsilon', '0.0003', '--limit', '1']
  expect((await otolith(...input.runArgs(dir), ...again)).code).toBe(0)
  expect(await listedStates(dir)).toEqual({ run: 'paused', again: 'paused' })
  const { metrics, artifacts } = studyContent(dir)
  expect(metrics.map((row) => [row.run_id, row.epsilon])).toEqual([
    ['again', 0.0003],
    ['run', 0.0001],
    ['run', 0.0001],
  ])
  expect(Object.keys(artifacts).filter((path) => path.startsWith('pair_artifacts.again'))).toHaveLength(4)
})

it('refuses a second process while the first runs, naming it, and disturbs neither run nor files', async () => {
  const calmDir = join(folder.path, 'alone')
  const dir = join(folder.path, 'shared')
  // takes its time, so that it still runs when the second process comes to ask
  const slow = ['--backend', 'reference', '--downsample-factor', '1', '--workers', '1']
  expect((await otolith(...input.runArgs(calmDir), ...slow)).code).toBe(0)

  const first = start([...input.runArgs(dir), ...slow, '--json'])
  await first.firstEvent('pair-started')
  const { code, stderr } = await otolith(...input.runArgs(dir), ...slow)
  const firstStillRan = first.process.exitCode === null
  expect(stderr).toContain(`is being written by process ${first.process.pid} on ${hostname()}`)
  expect(code).toBe(2)
  expect((await first.finished).code).toBe(0)
  expect(firstStillRan).toBe(true)
  expect(await listedStates(dir)).toEqual({ run: 'finished' })
  expect(studyContent(dir)).toEqual(studyContent(calmDir))
})

it('gives a run a folder of its own though the first one of the study has not written any pair yet', async () => {
  const dir = join(folder.path, 'nothing-yet')
  const first = start([...input.runArgs(dir), '--run-id', 'one', '--json'])
  await first.firstEvent('run-started')
  first.process.kill('SIGKILL')
  await first.finished
  rmSync(join(dir, 'pair_artifacts'), { recursive: true, force: true })
  const { code, stderr } = await otolith(...input.runArgs(dir), '--run-id', 'two', '--limit', '1')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const dirs = new Set(filesUnder(dir).map((path) => path.split(/[/\\]/)[0]))
  expect([...dirs].filter((name) => name.startsWith('pair_artifacts'))).toEqual(['pair_artifacts.two'])
})

it('lets two processes write two runs of one folder at once', async () => {
  const dir = join(folder.path, 'two-runs')
  const runs = ['one', 'two'].map((runId) => start([...input.runArgs(dir), '--run-id', runId, '--flush-every', '1']))
  for (const { finished } of runs) {
    const { code, stderr } = await finished
    expect(stderr).toBe('')
    expect(code).toBe(0)
  }
  expect(await listedStates(dir)).toEqual({ one: 'finished', two: 'finished' })
  const { metrics, features, artifacts } = studyContent(dir)
  const pairIds = input.manifest.rows.map((row) => row.pair_id).toSorted()
  for (const rows of [metrics, features]) {
    expect(rows.map((row) => [row.run_id, row.pair_id])).toEqual(
      ['one', 'two'].flatMap((runId) => pairIds.map((pairId) => [runId, pairId])),
    )
  }
  expect(Object.keys(artifacts)).toHaveLength(2 * 4 * pairIds.length)
})
