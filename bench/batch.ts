import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RunParameters } from '../src/runner/run-parameters.ts'
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

/** Which batch to run, and how often. */
export interface BatchKind {
  readonly parameters: RunParameters
  readonly coupling: CouplingOutput
  readonly repetitions: number
}

/** Runs a batch end to end: table → placement → solve → maps → features → files, tables and log. */
export async function benchBatch(
  context: BenchContext,
  { parameters, coupling, repetitions }: BatchKind,
): Promise<Section> {
  const { placement, refinement } = parameters
  const { smoke, workers, workDir, progress } = context
  const pairCount = smoke ? SMOKE_PAIRS : BATCH_PAIRS
  const files = writeDemoFiles(join(workDir, 'batch'), { pairs: pairCount })
  const runs: BatchRun[] = []
  while (runs.length < (smoke ? 1 : repetitions)) {
    progress(`batch: --placement ${placement} --coupling ${coupling}, run ${runs.length + 1}`)
    const studyDir = join(workDir, 'batch-results')
    const timed = await timeStudy({
      options: studyOptions(demoInput(files), { studyDir, workers, coupling, parameters }),
      removeFolders: false,
    })
    runs.push({ timed, spentSec: spentSec(studyDir), filesMb: sizeMb(studyDir) })
    rmSync(studyDir, { recursive: true, force: true })
  }
  const batch: Batch = {
    placement,
    refinement,
    coupling,
    runs,
    wallSec: spreadOf(runs.map(({ timed }) => timed.wallSec)),
  }
  const text = [
    `${pairCount} pairs of ${files.frameCount} frames end to end in a process of its own on ${workers} workers, its start included,`,
    `\`--placement ${placement} --refinement ${refinement} --coupling ${coupling}\`; the demo's files were made before. The original's GPU took`,
    `${ORIGINAL_GPU_SEC} s for ${BATCH_PAIRS} pairs (another machine: quoted, not compared).`,
    '',
    batchTable(batch),
    '',
    `Where the workers' time goes in the first run: seconds summed over the pairs. What is left of ${workers} × the wall time is start, reading`,
    'and checking the table, writing the tables, and waiting.',
    '',
    timeTable(runs[0], workers),
  ]
  return { text: text.join('\n'), data: batch }
}

interface Batch extends Pick<RunParameters, 'placement' | 'refinement'> {
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
  { key: 'refine', name: 'laying targets over sources' },
  { key: 'solve', name: 'solving' },
  { key: 'maps', name: 'certificates + maps' },
  { key: 'features', name: 'features' },
  { key: 'write', name: 'writing' },
] as const
type Spent = (typeof SPENT)[number]['key']

/** Seconds of each step over all pairs, as the store has them. */
function spentSec(studyDir: string): Record<Spent, number> {
  using store = RunStore.open(studyDir, { readOnly: true })
  const rows = [...store.tableRows('metrics')]
  const sumOf = (column: string) => rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
  const [self, refine, maps] = [sumOf('self_sec'), sumOf('refine_sec'), sumOf('maps_sec')]
  return {
    load: sumOf('load_sec'),
    place: sumOf('place_sec'),
    self,
    refine,
    solve: sumOf('solve_sec') - self - refine - maps,
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

function batchTable({ wallSec, runs: [{ timed, filesMb }] }: Batch): string {
  const { ok, notOk, cpuSec, peakMb, startedSec } = timed
  const header = [
    ...['wall s (least–most)', 'pairs/s', 'CPU s', 'until the first pair, s'],
    ...['peak memory, MB', 'files, MB', 'ok', 'not ok'],
  ]
  const row = [
    `${figure(wallSec.median)} (${figure(wallSec.least)}–${figure(wallSec.most)})`,
    figure((ok + notOk) / wallSec.median),
    figure(cpuSec),
    figure(startedSec['run-started'] ?? Number.NaN),
    figure(peakMb),
    figure(filesMb),
    String(ok),
    String(notOk),
  ]
  return markdownTable(header, [row])
}

function timeTable({ timed, spentSec }: BatchRun, workers: number): string {
  const allSec = workers * timed.wallSec
  const row = (name: string, seconds: number) => [
    name,
    figure(seconds),
    figure((1000 * seconds) / (timed.ok + timed.notOk)),
    `${((100 * seconds) / allSec).toFixed(1)} %`,
  ]
  const leftSec = allSec - Object.values(spentSec).reduce((sum, seconds) => sum + seconds, 0)
  return markdownTable(
    ['step', 's', 'ms a pair', 'share'],
    [...SPENT.map(({ key, name }) => row(name, spentSec[key])), row('what is left', leftSec)],
  )
}
