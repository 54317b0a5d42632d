import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RunEvent } from '../../src/runner/run-event.ts'
import type { PairRecord, RunRecord } from '../../src/study/run-store.ts'

const ROOT = join(import.meta.dirname, '..', '..')
export const COMMAND = [process.execPath, join(ROOT, 'bin', 'otolith.mjs')] as const

export interface Finished {
  /** null where a signal ended it */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The command line as a process of its own, under way. */
export interface Started {
  readonly process: ChildProcess
  readonly finished: Promise<Finished>
  /** Resolves with the first event of that kind; rejects where the process ends without one. Needs `--json`. */
  firstEvent(kind: RunEvent['kind']): Promise<RunEvent>
}

/** Starts the command line, or the given command with its arguments. */
export function start(
  args: readonly string[],
  command: readonly string[] = COMMAND,
  env: NodeJS.ProcessEnv = process.env,
): Started {
  const [program, ...before] = command
  const child = spawn(program, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env })
  let stdout = ''
  let stderr = ''
  const onLine: (() => void)[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const look of onLine) look()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const finished = once(child, 'close').then(([code]) => ({ code, stdout, stderr }))

  function firstEvent(kind: RunEvent['kind']): Promise<RunEvent> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = eventsOf(stdout).find((event) => event.kind === kind)
        if (found) resolve(found)
      }
      onLine.push(look)
      look()
      finished.then(() => reject(new Error(`it ended without a ${kind}:\n${stdout}\n${stderr}`)), reject)
    })
  }

  return { process: child, finished, firstEvent }
}

/** Runs the command line to its end. */
export function otolith(...args: readonly string[]): Promise<Finished> {
  return start(args).finished
}

/** The whole JSON lines of a `--json` output. */
export function eventsOf(stdout: string): RunEvent[] {
  return stdout
    .slice(0, stdout.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): RunEvent => JSON.parse(line))
}

/** What `runs show --json` says of a study's newest run. */
export async function shownRun(studyDir: string): Promise<RunRecord & { readonly pairs: readonly PairRecord[] }> {
  const { code, stdout, stderr } = await otolith('runs', 'show', studyDir, '--json')
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** The states that `runs list` gives, by run id. */
export async function listedStates(studyDir: string): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await otolith('runs', 'list', studyDir, '--json')
  if (code !== 0) throw new Error(stderr)
  const runs: readonly RunRecord[] = JSON.parse(stdout)
  return Object.fromEntries(runs.map(({ runId, state }) => [runId, state]))
}
