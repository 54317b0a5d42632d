import { join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import type { PanelRef } from '../core/analysis/panel-field.ts'
import { GENOTYPES } from '../core/demo/demo-embryo.ts'
import { usualView } from '../figure/usual-view.ts'
import { runParameters } from '../runner/run-parameters.ts'
import { FEATURES_FILE, METRICS_FILE, runLogPath } from '../runner/study-tables.ts'
import { defaultWorkers } from '../runner/worker-pool.ts'
import { groupPairs, isSolved } from '../service/fields/group-pairs.ts'
import { figureBytes } from '../service/figures/figure-bytes.ts'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { type DemoFiles, writeDemoFiles } from '../study/demo-files.ts'
import { FIELDS_FILE } from '../study/pair-artifacts.ts'
import { STORE_FILE } from '../study/run-store.ts'
import { drawnFigure } from './drawn-figure.ts'
import { EXIT } from './exit-codes.ts'
import { positiveInteger, wholeNumber } from './options.ts'
import { panelsOf } from './render-panels.ts'
import { runWithView } from './run-command.ts'
import { runView } from './run-view.ts'
import { pairTable } from './runs-command.ts'
import { openStudyStore, runOf } from './study-access.ts'

const RUN_ID = 'demo'
const [WILD_TYPE] = GENOTYPES
const FIGURE_FILE = 'wild-types-and-mutants.svg'
/** the older of the demo's two stages, at which the mutants differ more */
const STAGE_HPF = 48

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('make a study of made-up embryos whose truth is known, run it and show what came out')
    .argument('[dir]', 'folder of the study', 'demo-study')
    .option('--pairs <n>', 'number of pairs', positiveInteger, 20)
    .option('--seed <n>', 'another seed makes other embryos', wholeNumber, 1)
    .option('--workers <n>', 'pairs solved at once', positiveInteger, defaultWorkers())
    .option('--no-run', 'make the files only')
    .action(async (dir: string, flags: { pairs: number; seed: number; workers: number; run: boolean }) => {
      const root = resolve(dir)
      const files = writeDemoFiles(root, { pairs: flags.pairs, seed: flags.seed })
      process.stdout.write(`made ${files.frameCount} frames and ${files.pairCount} pairs in ${root}\n`)
      if (!flags.run) return
      const studyDir = join(root, 'results')
      process.exitCode = await runWithView(
        {
          tablePath: files.tablePath,
          manifestPath: files.manifestPath,
          dataRoot: files.dataRoot,
          studyDir,
          runId: RUN_ID,
          parameters: runParameters({}),
          backend: 'auto',
          coupling: 'potentials',
          workers: flags.workers,
          flushEvery: 25,
          requireYolk: true,
          resume: true,
          includeControl: true,
          keepGoing: false,
          dryRun: false,
        },
        runView({ json: false }),
      )
      // a demo stopped while it was still checked has no results yet
      if (process.exitCode === EXIT.interrupted) return
      showResults(files, studyDir)
      await drawDifference(studyDir, join(root, FIGURE_FILE))
      process.stdout.write(`\nto look at it: npx otolith serve ${relative(process.cwd(), studyDir)}\n`)
    })
}

function showResults(demo: DemoFiles, studyDir: string): void {
  using store = openStudyStore(studyDir)
  const run = runOf(store, studyDir, RUN_ID)
  const files = [
    ['input', demo.tablePath],
    ['', demo.manifestPath],
    ['truth', demo.truthPath],
    ['metrics', join(studyDir, METRICS_FILE)],
    ['features', join(studyDir, FEATURES_FILE)],
    ['fields', join(studyDir, run.artifactsDir, '<pair>', FIELDS_FILE)],
    ['log', runLogPath(studyDir, RUN_ID)],
    ['run store', join(studyDir, STORE_FILE)],
  ]
  process.stdout.write(`\n${pairTable(store.pairGlances(RUN_ID))}\n\n`)
  for (const [what, path] of files) showFile(what, path)
}

/** Draws the wild types' mean, a mutant's, and their difference, where the demo is large enough to have both. */
async function drawDifference(studyDir: string, path: string): Promise<void> {
  const panels = panelsOfDifference(studyDir)
  if (panels === null) return
  const drawn = await drawnFigure(studyDir, usualView('displacement', panels))
  writeFileAtomicSync(path, await figureBytes(drawn, 'svg', 96))
  showFile('figure', path)
}

function panelsOfDifference(studyDir: string): readonly PanelRef[] | null {
  using store = openStudyStore(studyDir)
  const pairs = groupPairs(store, RUN_ID).filter((pair) => isSolved(pair) && pair.stageHpf === STAGE_HPF)
  const genotypes = pairs.flatMap(({ isTransition, labels }) => (isTransition ? [] : (labels.tgt_genotype ?? [])))
  const mutant = genotypes.find((genotype) => genotype !== WILD_TYPE)
  if (mutant === undefined || !genotypes.includes(WILD_TYPE)) return null
  const stage = [STAGE_HPF - 1, STAGE_HPF + 1] as const
  const asked = { group: [`genotype=${mutant}`], reference: `genotype=${WILD_TYPE}`, stage }
  return panelsOf(store, { studyDir, runId: RUN_ID }, asked)
}

function showFile(what: string, path: string): void {
  process.stdout.write(`${what.padEnd(10)} ${path}\n`)
}
