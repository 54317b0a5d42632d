import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runParameters } from '../src/runner/run-parameters.ts'
import { type BatchKind, benchBatch } from './batch.ts'
import { benchEngines } from './engines.ts'
import { benchFields } from './fields.ts'
import { benchGrowth } from './growth.ts'
import { machineLine, thisMachine } from './machine.ts'
import { benchMachineLimit } from './machine-limit.ts'
import { benchMemory } from './memory.ts'
import { benchPlacement } from './placement.ts'
import { plainParameters } from './plain-parameters.ts'
import type { BenchContext, Section } from './section.ts'
import { benchPairs } from './solve-pairs.ts'
import { benchWorkbench } from './workbench.ts'

// measures Otolith; says what it measured and judges nothing. npm run bench -- --only pairs,growth
const { values: flags } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: { type: 'string' },
    repetitions: { type: 'string', default: '9' },
    workers: { type: 'string', default: '2' },
  },
})

interface Part {
  readonly name: string
  readonly title: string
  readonly bench: (context: BenchContext) => Promise<Section>
}

const PLAIN_BATCH: BatchKind = { parameters: plainParameters(), coupling: 'potentials', repetitions: 3 }

/** the last ones take minutes */
const PARTS: readonly Part[] = [
  { name: 'pairs', title: 'Single pairs', bench: benchPairs },
  { name: 'engines', title: 'Engines, many pairs at once', bench: benchEngines },
  { name: 'growth', title: 'Finer grids', bench: benchGrowth },
  { name: 'limit', title: "The machine's limit", bench: benchMachineLimit },
  { name: 'placement', title: 'Placement and refinement', bench: benchPlacement },
  { name: 'batch', title: 'A batch, end to end', bench: (context) => benchBatch(context, PLAIN_BATCH) },
  {
    name: 'refined',
    title: 'The batch with the default placement and refinement',
    bench: (context) => benchBatch(context, { ...PLAIN_BATCH, parameters: runParameters({}) }),
  },
  {
    name: 'sparse',
    title: 'The batch with its plans written',
    bench: (context) => benchBatch(context, { ...PLAIN_BATCH, coupling: 'sparse', repetitions: 1 }),
  },
  { name: 'workbench', title: 'The window during a run', bench: benchWorkbench },
  { name: 'fields', title: 'Looking at fields', bench: benchFields },
  { name: 'memory', title: 'Many pairs', bench: benchMemory },
]

/** The parts that are asked for; a smoke run leaves the long one out unless it is. */
function chosenParts(): readonly Part[] {
  if (flags.only === undefined) return PARTS.filter(({ name }) => !flags.smoke || name !== 'memory')
  return flags.only.split(',').map((asked) => {
    const part = PARTS.find(({ name }) => name === asked)
    if (!part) throw new Error(`no part ${asked}: there are ${PARTS.map(({ name }) => name).join(', ')}`)
    return part
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

const parts = chosenParts()
const machine = thisMachine()
const workDir = mkdtempSync(join(tmpdir(), 'otolith-bench-'))
process.once('exit', () => rmSync(workDir, { recursive: true, force: true }))
const context: BenchContext = {
  smoke: flags.smoke,
  workers: Number(flags.workers),
  repetitions: flags.smoke
    ? { most: 1, atLeast: 1, budgetSec: 0 }
    : { most: Number(flags.repetitions), atLeast: 3, budgetSec: 10 },
  workDir,
  // on the error stream, so that the tables can be piped somewhere
  progress: (line) => process.stderr.write(`${line}\n`),
}

say(machineLine(machine))
const sections: Record<string, object> = {}
for (const { name, title, bench } of parts) {
  const { text, data } = await bench(context)
  sections[name] = data
  say(`\n### ${title}\n\n\`npm run bench -- --only ${name}\`\n\n${text}`)
}

const results = join(import.meta.dirname, 'results')
mkdirSync(results, { recursive: true })
const what = [...(flags.smoke ? ['smoke'] : []), ...(flags.only?.split(',') ?? [])]
const path = join(results, `${['bench', ...what].join('-')}.json`)
writeFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), machine, sections }, null, 2)}\n`)
say(`\n${path}`)
