import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { preparePython } from '../../scripts/python-venv.ts'
import { askedRatios, batchLines } from './asked-ratios.ts'
import { fullPlan, onlyOf, smokePlan } from './bench-plan.ts'
import type { BenchRow } from './bench-row.ts'
import { type Bench, measurePair } from './measure-pair.ts'
import { peersTable } from './peers-table.ts'
import { loadEngine } from './solve-otolith.ts'

// solves the same problems with POT, OTT-JAX and Otolith in one run; says what it measured and judges nothing
const { values: flags } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'cpu' },
    only: { type: 'string', multiple: true },
    'demo-pairs': { type: 'string', default: '10' },
    repetitions: { type: 'string', default: '3' },
    'limit-sec': { type: 'string', default: '240' },
  },
})

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const machine = {
  cores: availableParallelism(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  // what others were doing: the ratios hold on a machine at rest
  loadAverage: loadavg()[0],
  platform: `${process.platform} ${process.arch}`,
}

const { engine, device } = await loadEngine(flags.engine)
const requirements = join(import.meta.dirname, 'requirements.txt')
const python = preparePython({ name: 'peers-venv', requirements, oldestPython: [3, 11] })
const work = mkdtempSync(join(tmpdir(), 'otolith-peers-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))
const limits = flags.smoke
  ? { repetitions: 1, limitSec: 5, maxIterations: 200 }
  : { repetitions: Number(flags.repetitions), limitSec: Number(flags['limit-sec']) }
// on the error stream, so that the table can be piped somewhere
const bench: Bench = { engine, python, work, limits, progress: (line) => process.stderr.write(`${line}\n`) }

const plan = onlyOf(flags.smoke ? smokePlan() : fullPlan(Number(flags['demo-pairs'])), flags.only)
const rows: BenchRow[] = []
const left = [...plan.left]
const versions: Record<string, string> = { node: process.version }
for (const planned of plan.pairs) {
  const measured = await measurePair(planned, bench)
  rows.push(...measured.rows)
  left.push(...measured.failures)
  Object.assign(versions, measured.versions)
}
await engine.dispose()

const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
const ratios = [...askedRatios(rows), ...batchLines(rows)]
say(
  `${machine.cores} cores, ${machine.cpu}, ${machine.memoryGb} GB, ${machine.platform}; load before ${machine.loadAverage.toFixed(1)}`,
)
say(used.join(', '))
say(`Otolith: ${device}, one thread; the peers may use all cores`)
for (const line of left) say(`not measured: ${line}`)
say(`\n${peersTable(rows)}\n`)
for (const line of ratios) say(line)

const results = join(import.meta.dirname, '..', 'results')
mkdirSync(results, { recursive: true })
const path = join(results, 'peers.json')
const result = { at: new Date().toISOString(), machine, versions, device, limits, left, ratios, rows }
writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
say(`\n${path}`)
