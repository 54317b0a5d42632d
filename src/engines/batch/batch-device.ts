import type { DenseStage } from './dense-stage.ts'

/** A device that iterates on many problems at once, as the batch solver sees it. Potentials stay there while they are iterated on. */
export interface BatchDevice extends Disposable {
  /** Whether it accelerates its iterations itself; else it over-relaxes them by the ω that each step names. */
  readonly acceleratesItself: boolean
  /** so far */
  readonly work: Readonly<Work>
  /**
   * Takes problems in, the first ones first. An answer for each: its slot, or `later` if there is no room before others have left (never
   * from an empty device), or why it will never take it. Never throws.
   */
  load(entering: readonly Entering[]): readonly (number | 'later' | Error)[]
  /** Iterates on the slots named and returns each one's marginal errors, as found on the way (contract §4), one an iteration. */
  iterate(steps: readonly Step[]): Promise<readonly ArrayLike<number>[]>
  /** A slot's potentials, as they are after as many iterations as had their errors told. */
  read(slot: number): Promise<StagePotentials>
  /** The slot's problem is not wanted any more. Never throws. */
  clear(slot: number): void
}

/** A problem and where its iteration begins. */
export interface Entering {
  readonly stage: DenseStage
  readonly start: StagePotentials
}

/** What is to be done with a slot before the errors are next looked at. */
export interface Step {
  readonly slot: number
  /** 1 is a plain iteration; left out where the device is to accelerate it */
  readonly omega: number | undefined
  /** of `ITERATIONS_PER_LOOK`; the slot then waits for the others */
  readonly count: number
  /** the device may stop where the error is no larger */
  readonly tolerance: number
}

/** Iterations between two looks at the errors: each look waits for the device. */
export const ITERATIONS_PER_LOOK = 8

/** What was computed, and how much of it on padding. */
export interface Work {
  /** cells of the problems, once an iteration */
  cells: number
  /** the same with their padding */
  paddedCells: number
}

/**
 * Potentials at the points of both ends, in units of ε. Only f + g is kept exactly: the constant that the dual prefers, (f − c, g + c), is
 * worked out where it is needed. A large one (the ends' masses differ by 30 %: some 1e4 where λ/ε is 1e5) would take float32's digits away
 * from the rest.
 */
export interface StagePotentials {
  readonly f: Float64Array
  readonly g: Float64Array
}
