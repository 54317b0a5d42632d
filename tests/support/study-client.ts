import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { dataProcedures } from '../../src/service/data-procedures.ts'
import { FrameDesk } from '../../src/service/frame-desk.ts'
import { manifestProcedures } from '../../src/service/manifest-procedures.ts'
import { pathGuard } from '../../src/service/path-guard.ts'
import type { ServiceContext } from '../../src/service/service-context.ts'
import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { tempDir } from './temp-dir.ts'

/** Calls the data and manifest procedures as a door does; what they keep is let go when the test is done. */
export function studyClient(confinedTo: string | null = null) {
  const closing = new AbortController()
  const frames = new FrameDesk(closing.signal)
  onTestFinished(async () => {
    closing.abort()
    await frames[Symbol.asyncDispose]()
  })
  const context: Pick<ServiceContext, 'paths' | 'frames'> = { paths: pathGuard(confinedTo), frames }
  return createRouterClient(
    { data: dataProcedures, manifest: manifestProcedures },
    { context: { ...OTHERS, ...context } },
  )
}

// of no interest to these procedures
const OTHERS = { appDir: '', studiesDir: '', trash: async () => {} }

/** Makes a folder a study with inputs; gives the folder. */
export function studyOf(inputs: { readonly tablePath: string; readonly dataRoot?: string }, dir = tempDir()): string {
  using store = RunStore.open(dir)
  store.inputs.set(inputs)
  return dir
}

/** A study of the demo's made-up embryos. */
export function demoStudy(pairs = 4): { readonly studyDir: string; readonly tablePath: string } {
  const dir = tempDir()
  const files = writeDemoFiles(dir, { pairs, seed: 1 })
  return { studyDir: studyOf(files, dir), tablePath: files.tablePath }
}

/** Everything that a stream of events gives. */
export async function eventsOf<Event>(stream: Promise<AsyncIterable<Event>>): Promise<Event[]> {
  const events: Event[] = []
  for await (const event of await stream) events.push(event)
  return events
}
