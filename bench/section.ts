import type { Repetitions } from './measure.ts'

/** What every part of the benchmark is given. */
export interface BenchContext {
  /** few and small: shows that it runs, not how fast */
  readonly smoke: boolean
  readonly workers: number
  readonly repetitions: Repetitions
  /** a folder that is removed afterwards */
  readonly workDir: string
  progress(line: string): void
}

/** What a part of the benchmark found. */
export interface Section {
  /** Markdown */
  readonly text: string
  readonly data: object
}
