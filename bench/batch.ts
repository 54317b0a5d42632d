import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeDemoFiles } from '../src/study/demo-files.ts'
import type { CouplingOutput } from '../src/study/pair-artifacts.ts'
import { RunStore } from '../src/study/run-store.ts'
import { demoInput } from './embryo-pairs.ts'
import { figure, markdownTable } from './markdown-table.ts'
import { type Spread, spreadOf } from './measure.ts'
import type { BenchContext, Section } from './section.ts'
import { studyOptions, type TimedStudy, timeStudy } from './study-process.ts'

/** as many as the original's batch had, which took its GPU 551 s */
const BATCH_PAIRS = 313
const ORIGINAL_GPU_SEC = 551
const SMOKE_PAIRS = 2
const REPETITIONS = 3

/** Runs a batch end to end: table → placement → solve → maps → features → files, tables and log. */
export async function benchBatch(context: BenchContext): Promise<Section> {
  const { smoke, workers, workDir } = context
  const pairCount = smoke ? SMOKE_PAIRS : BATCH_PAIRS
  const files = writeDemoFiles(join(workDir, 'batch'), { pairs: pairCount })
  const input = demoInput(files)
  const batches: Batch[] = []
  for (const { coupling, repetitions } of [
    { coupling: 'potentials', repetitions: smoke ? 1 : REPETITIONS },
    { coupling: 'sparse', repetitions: 1 },
  ] as const) {
    const runs: BatchRun[] = []
    while (runs.length < repetitions) {
      context.progress(`batch: ${coupling}, run ${runs.length + 1} of ${repetitions}`)
      const studyDir = join(workDir, 'batch-results')
      const options = studyOptions(input, { studyDir, workers, coupling })
      const timed = await timeStudy({ options, removeFolders: false })
      runs.push({ timed, spentSec: spentSec(studyDir), filesMb: sizeMb(studyDir) })
      rmSync(studyDir, { recursive: true, force: true })
    }
    batches.push({ coupling, runs, wallSec: spreadOf(runs.map(({ timed }) => timed.wallSec)) })
  }
  const text = [
    `${pairCount} pairs of ${files.frameCount} frames end to end in a process of its own on ${workers} workers, its start included; the`,
    `demo's files were made before. The original's GPU took ${ORIGINAL_GPU_SEC} s for ${BATCH_PAIRS} pairs (another machine: quoted, not compared).`,
    '',
    batchTable(batches),
    '',
    `Where the workers' time goes, of the first run of each: seconds summed over the pairs. What is left of ${workers} × the wall time is`,
    'start, reading and checking the table, writing the tables, and waiting.',
    '',
    timeTable(batches, workers),
  ]
  return { text: text.join('\n'), data: batches }
}

interface Batch {
  readonly coupling: CouplingOutput
  readonly wallSec: Spread
  readonly runs: readonly BatchRun[]
}

interface BatchRun {
  readonly timed: TimedStudy
  readonly spentSec: Readonly<Record<Spent, number>>
  readonly filesMb: number
}

const SPENT = [
  { key: 'load', name: 'decoding frames' },
  { key: 'place', name: 'placing frames' },
  { key: 'self', name: 'self-transports' },
  { key: 'solve', name: 'solving' },
  { key: 'maps', name: 'certificates + maps' },
  { key: 'features', name: 'features' },
  { key: 'write', name: 'writing' },
] as const
type Spent = (typeof SPENT)[number]['key']

/** Seconds of each step over all pairs, as the store has them. */
function spentSec(studyDir: string): Record<Spent, number> {
  using store = RunStore.open(studyDir, { readOnly: true })
  const rows = store.tableRows().flatMap(({ metrics }) => (metrics ? [metrics] : []))
  const sumOf = (column: string) => rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
  const [self, maps] = [sumOf('self_sec'), sumOf('maps_sec')]
  return {
    load: sumOf('load_sec'),
    place: sumOf('place_sec'),
    self,
    solve: sumOf('solve_sec') - self - maps,
    maps,
    features: sumOf('features_sec'),
    write: sumOf('write_sec'),
  }
}

function sizeMb(dir: string): number {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 2 ** 20
}

function batchTable(batches: readonly Batch[]): string {
  const header = [
    ...['--coupling', 'wall s (least–most)', 'pairs/s', 'CPU s', "of it the main thread's"],
    ...['until the first pair, s', 'peak memory, MB', 'files, MB', 'ok', 'not'],
  ]
  const rows = batches.map(({ coupling, wallSec, runs: [{ timed, filesMb }] }) => {
    const { ok, notOk, cpuSec, mainCpuSec, peakMb, startedSec } = timed
    return [
      coupling,
      `${figure(wallSec.median)} (${figure(wallSec.least)}–${figure(wallSec.most)})`,
      figure((ok + notOk) / wallSec.median),
      figure(cpuSec),
      figure(mainCpuSec),
      figure(startedSec['run-started'] ?? Number.NaN),
      figure(peakMb),
      figure(filesMb),
      String(ok),
      String(notOk),
    ]
  })
  return markdownTable(header, rows)
}

function timeTable(batches: readonly Batch[], workers: number): string {
  const header = ['step', ...batches.flatMap(({ coupling }) => [`${coupling}, s`, 'ms a pair', 'share'])]
  const cells = (seconds: number, { timed }: BatchRun) => [
    figure(seconds),
    figure((1000 * seconds) / (timed.ok + timed.notOk)),
    `${((100 * seconds) / (workers * timed.wallSec)).toFixed(1)} %`,
  ]
  const firsts = batches.map(({ runs }) => runs[0])
  const steps = SPENT.map(({ key, name }) => [name, ...firsts.flatMap((run) => cells(run.spentSec[key], run))])
  const left = (run: BatchRun) =>
    workers * run.timed.wallSec - Object.values(run.spentSec).reduce((sum, seconds) => sum + seconds, 0)
  return markdownTable(header, [...steps, ['what is left', ...firsts.flatMap((run) => cells(left(run), run))]])
}
