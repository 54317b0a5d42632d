import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { type EngineRegistry, registry } from '../../src/engines/engine-registry.ts'
import { openProcess } from '../../src/engines/host/process-port.ts'
import { runBatch } from '../../src/runner/run-batch.ts'
import type { RunEvent } from '../../src/runner/run-event.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { runParameters } from '../../src/runner/run-parameters.ts'
import { runInThread } from '../../src/runner/run-thread.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { ProblemsError } from '../../src/study/problem.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { PLAIN_RUN } from '../support/plain-run.ts'
import { tempDir } from '../support/temp-dir.ts'
import { registryWith } from '../support/test-engines.ts'

const PAIRS = 4

/** A demo study of its own for the test, on a coarse grid so that it takes seconds. */
function demo(): RunOptions {
  const dir = tempDir()
  const { tablePath, manifestPath, dataRoot } = writeDemoFiles(dir, { pairs: PAIRS })
  return {
    tablePath,
    manifestPath,
    dataRoot,
    studyDir: join(dir, 'study'),
    runId: 'run',
    parameters: runParameters({ gridUmPerPx: 40 }),
    backend: 'cpu',
    workers: 1,
    coupling: 'none',
    ...PLAIN_RUN,
  }
}

interface Signals {
  readonly stop: AbortController
  readonly pause: AbortController
}

async function run(
  options: RunOptions,
  onEvent: (event: RunEvent, signals: Signals) => void = () => {},
  engines: EngineRegistry = registry,
) {
  const events: RunEvent[] = []
  const signals = { stop: new AbortController(), pause: new AbortController() }
  const listener = (event: RunEvent) => {
    events.push(event)
    onEvent(event, signals)
  }
  const summary = await runInThread(options, listener, signals.stop.signal, engines, signals.pause.signal)
  return { events, summary }
}

const never = new AbortController().signal

test('says and does what a run in this thread does', async () => {
  const [here, there] = [demo(), demo()]
  const events: RunEvent[] = []
  await runBatch(here, (event) => events.push(event), never)
  const ran = await run(there)
  expect(ran.events.map(({ kind }) => kind)).toEqual(events.map(({ kind }) => kind))
  expect(ran.events.at(-1)).toEqual({ kind: 'run-finished', summary: ran.summary })
  expect(ran.summary).toMatchObject({ state: 'finished', solvedBy: { cpu: PAIRS } })
  const costs = ({ studyDir, runId }: RunOptions) => {
    using store = RunStore.open(studyDir)
    return store.pairStates(runId).map(({ cost }) => cost)
  }
  expect(costs(there)).toEqual(costs(here))
})

test('is refused with its problems, and nothing is written', async () => {
  const options = { ...demo(), manifestPath: '/nowhere/manifest.csv' }
  const refused = run(options)
  await expect(refused).rejects.toThrow(ProblemsError)
  await expect(refused).rejects.toMatchObject({
    problems: [{ kind: 'missing-file', file: '/nowhere/manifest.csv' }],
  })
  expect(existsSync(options.studyDir)).toBe(false)
})

test('is stopped and paused from without, also before it has begun', async () => {
  const stopped = await run(demo(), ({ kind }, { stop }) => kind === 'pair-finished' && stop.abort())
  expect(stopped.summary).toMatchObject({ state: 'cancelled' })
  const paused = await run(demo(), ({ kind }, { pause }) => kind === 'pair-finished' && pause.abort())
  expect(paused.summary).toMatchObject({ state: 'paused' })
  await expect(runInThread(demo(), () => {}, AbortSignal.abort())).rejects.toThrow()
})

test('hosts are started by whoever ordered it, where that one says so', async () => {
  const opened: string[] = []
  const engines: EngineRegistry = {
    ...registryWith('none'),
    openProcess: (host, onMessage) => {
      opened.push(host.engineName)
      return openProcess(host, onMessage)
    },
  }
  const { summary } = await run({ ...demo(), backend: 'tfjs' }, undefined, engines)
  expect(summary).toMatchObject({ state: 'finished', solvedBy: { tfjs: PAIRS } })
  expect(new Set(opened)).toEqual(new Set(['tfjs']))
})

test('a thread that can’t go on says why', async () => {
  const nowhere = pathToFileURL(join(tempDir(), 'engines.ts')).href
  await expect(run(demo(), undefined, { ...registry, url: nowhere })).rejects.toThrow(/engines\.ts/)
})
