import { writeDemoFiles } from '../../src/study/demo-files.ts'
import { RunStore } from '../../src/study/run-store.ts'
import { tempDir } from './temp-dir.ts'
import { testService } from './test-service.ts'

/** Calls the service as a door does; it is ended when the test is done. */
export function studyClient(confinedTo?: string) {
  return testService(confinedTo === undefined ? {} : { confinedTo }).client
}

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
