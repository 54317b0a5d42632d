import { type DemoFiles, writeDemoFiles } from '../study/demo-files.ts'

/** The demo study's files, to be made in a worker: thousands of embryos take a while to draw. */
export interface DemoTask {
  readonly dir: string
  readonly pairs: number
}

export function runDemoTask({ dir, pairs }: DemoTask): DemoFiles {
  return writeDemoFiles(dir, { pairs })
}
