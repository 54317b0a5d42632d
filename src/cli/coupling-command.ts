import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeFileAtomicSync } from '../study/atomic-file.ts'
import { encodeCouplingNpz } from '../study/coupling-file.ts'
import { decodeNpz } from '../study/npz.ts'
import { COUPLING_FILE, couplingOf, POTENTIALS_FILE } from '../study/pair-artifacts.ts'
import { savedPotentials } from '../study/potentials-file.ts'
import { openStudyStore, pairsOf, runOf } from './study-access.ts'

export function addCouplingCommand(program: Command): void {
  program
    .command('coupling')
    .description('make coupling.npz (scipy.sparse) of solved pairs from their potentials.npz')
    .argument('<study>', 'study folder')
    .option('--run-id <id>', 'the run (default: the newest)')
    .option('--pair-id <id...>', 'the pairs (default: all)')
    .action((study: string, { runId, pairId }: { runId?: string; pairId?: string[] }) => {
      const studyDir = resolve(study)
      using store = openStudyStore(studyDir)
      const run = runOf(store, studyDir, runId)
      for (const { pairId: id } of pairsOf(store, run, pairId)) {
        const dir = join(studyDir, run.artifactsDir, id)
        const saved = savedPotentials(decodeNpz(readFileSync(join(dir, POTENTIALS_FILE))))
        const coupling = couplingOf(saved)
        writeFileAtomicSync(join(dir, COUPLING_FILE), encodeCouplingNpz(coupling))
        process.stdout.write(
          `${join(dir, COUPLING_FILE)}  ${coupling.shape.join(' × ')}, ${coupling.values.length} entries\n`,
        )
      }
    })
}
