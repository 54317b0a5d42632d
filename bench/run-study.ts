import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunEvent } from '../src/runner/run-event.ts'
import type { RunOptions } from '../src/runner/run-options.ts'
import { runInThread } from '../src/runner/run-thread.ts'

/** What a process of its own is to run, as JSON in its argument. */
export interface StudyTask {
  readonly options: RunOptions
  /** each pair's folder is removed once it is written: thousands of them would fill the disk */
  readonly removeFolders: boolean
}

/** What a run took and how it went, as JSON on the standard output. */
export interface StudyReport {
  readonly ok: number
  /** unconverged or failed */
  readonly notOk: number
  /** seconds from the process's start to each event */
  readonly startedSec: Readonly<Partial<Record<RunEvent['kind'], number>>>
  readonly progress: readonly Progress[]
  /** of all threads, user and system */
  readonly cpuSec: number
  /** resident */
  readonly peakMb: number
}

/** Where a run stood after so many pairs. */
export interface Progress {
  readonly done: number
  readonly sec: number
  /** resident memory of the whole process */
  readonly memoryMb: number
  /** the most that was resident until then */
  readonly peakMb: number
}

const PAIRS_PER_SAMPLE = 10

if (import.meta.main) {
  const task: StudyTask = JSON.parse(process.argv[2])
  process.stdout.write(JSON.stringify(await runStudy(task)))
}

async function runStudy({ options, removeFolders }: StudyTask): Promise<StudyReport> {
  const startedSec: Partial<Record<RunEvent['kind'], number>> = {}
  const progress: Progress[] = []
  const removals: Promise<void>[] = []
  const onEvent = (event: RunEvent) => {
    const sec = performance.now() / 1000
    startedSec[event.kind] ??= sec
    if (event.kind === 'run-progress' && event.done % PAIRS_PER_SAMPLE === 0) {
      progress.push({ done: event.done, sec, memoryMb: process.memoryUsage.rss() / 2 ** 20, peakMb: peakMb() })
    }
    if (event.kind === 'pair-finished' && removeFolders) {
      removals.push(rm(join(options.studyDir, 'pair_artifacts', event.pairId), { recursive: true, force: true }))
    }
  }
  const summary = await runInThread(options, onEvent, new AbortController().signal)
  await Promise.all(removals)
  if (!summary) throw new Error('a dry run has nothing to report')
  const { ok, unconverged, failed } = summary.counts
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  return {
    ok,
    notOk: unconverged + failed,
    startedSec,
    progress,
    cpuSec: (userCPUTime + systemCPUTime) / 1e6,
    peakMb: peakMb(),
  }
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024
}
