import { join } from 'node:path'
import { SOLVER_VERSION } from '../engines/engine.ts'
import { isWholePair } from '../study/pair-artifacts.ts'
import type { PairRecord } from '../study/run-store.ts'
import type { RunReason } from './run-event.ts'
import type { RunOptions } from './run-options.ts'

/**
 * Why a pair has to be run, or undefined where what is there stands (contract §9): done pairs are skipped unless their inputs changed,
 * the solver is newer, their files are gone or they were asked for one by one; failed ones are tried again.
 */
export function reasonToRun(
  known: PairRecord | undefined,
  inputHash: string | undefined,
  artifactsDir: string,
  { resume, pairIds }: Pick<RunOptions, 'resume' | 'pairIds'>,
): RunReason | undefined {
  if (!known || known.state === 'queued' || known.state === 'running' || known.state === 'skipped') return 'new'
  if (!resume) return 'no resume'
  if (known.state === 'failed') return 'failed before'
  if (known.inputHash !== inputHash) return 'its inputs changed'
  if ((known.solverVersion ?? 0) < SOLVER_VERSION) return 'the solver is newer'
  if (!isWholePair(join(artifactsDir, known.pairId))) return 'its files are missing'
  return pairIds ? 'asked for' : undefined
}
