// the program of a run's thread: see run-thread.ts
import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../core/message-of.ts'
import { type EngineRegistry, registryAt } from '../engines/engine-registry.ts'
import { relayedHosts } from '../engines/host/host-relay.ts'
import { ProblemsError } from '../study/problem.ts'
import { runBatch } from './run-batch.ts'
import type { FromRunThread, RunOrder, RunOutcome, ToRunThread } from './run-thread.ts'

const { options, enginesUrl, asksForHosts }: RunOrder = workerData
const signals = { stop: new AbortController(), pause: new AbortController() }

function tell(said: FromRunThread): void {
  parentPort?.postMessage(said, said.kind === 'host-wanted' ? [said.wanted.port] : [])
}

async function engines(): Promise<EngineRegistry> {
  const registry = await registryAt(enginesUrl)
  if (!asksForHosts) return registry
  return { ...registry, openProcess: relayedHosts((wanted) => tell({ kind: 'host-wanted', wanted })) }
}

async function outcome(): Promise<RunOutcome> {
  const { stop, pause } = signals
  try {
    const summary = await runBatch(
      options,
      (event) => tell({ kind: 'event', event }),
      stop.signal,
      await engines(),
      pause.signal,
    )
    return { kind: 'ended', summary }
  } catch (error) {
    if (error instanceof ProblemsError) return { kind: 'refused', problems: error.problems }
    return { kind: 'broke-off', message: messageOf(error) }
  }
}

parentPort?.on('message', (asked: ToRunThread) => signals[asked].abort())
// what is left to do keeps the thread going, and what may yet be asked does not
parentPort?.unref()
tell({ kind: 'outcome', outcome: await outcome() })
