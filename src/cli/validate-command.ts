import { resolve } from 'node:path'
import type { Command } from 'commander'
import { validateRun } from '../runner/validate-run.ts'
import { EXIT } from './exit-codes.ts'
import { openStudyStore, runOf } from './study-access.ts'

export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('check a study from its files alone: every certificate again, every map against its sums')
    .argument('<study>', 'study folder')
    .option('--run-id <id>', 'the run (default: the newest)')
    .action((study: string, { runId }: { runId?: string }) => {
      const studyDir = resolve(study)
      using store = openStudyStore(studyDir)
      const run = runOf(store, studyDir, runId)
      let checked = 0
      let faulty = 0
      for (const { pairId, faults, gap } of validateRun(studyDir, store, run)) {
        checked++
        if (faults.length > 0) faulty++
        const verdict = faults.length > 0 ? faults.join('; ') : `holds, gap ${gap.toExponential(1)}`
        process.stdout.write(`${pairId}  ${verdict}\n`)
      }
      process.stdout.write(`run ${run.runId}: ${checked} pairs checked, ${faulty} with faults\n`)
      if (faulty > 0) process.exitCode = EXIT.somePairsFailed
    })
}
