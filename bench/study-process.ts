import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { RunInput } from '../src/runner/preflight.ts'
import type { RunOptions } from '../src/runner/run-options.ts'
import type { StudyReport, StudyTask } from './run-study.ts'

export interface TimedStudy extends StudyReport {
  /** from the process's start to its end */
  readonly wallSec: number
}

/** The options of a run with everything else left at its default. */
export function studyOptions(
  input: Pick<RunInput, 'tablePath' | 'manifestPath' | 'dataRoot'>,
  chosen: Pick<RunOptions, 'studyDir' | 'workers' | 'coupling' | 'parameters'>,
): RunOptions {
  return {
    ...input,
    ...chosen,
    runId: 'bench',
    backend: 'cpu',
    resume: true,
    includeControl: true,
    requireYolk: true,
    keepGoing: false,
    dryRun: false,
    flushEvery: 25,
  }
}

/** Runs a study in a process of its own, as the command line does: modules that were compiled once are not compiled again. */
export async function timeStudy(task: StudyTask): Promise<TimedStudy> {
  const startMs = performance.now()
  const script = join(import.meta.dirname, 'run-study.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env },
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  const report: StudyReport = JSON.parse(output)
  return { ...report, wallSec: (performance.now() - startMs) / 1000 }
}
