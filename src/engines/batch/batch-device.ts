import type { DenseStage } from './dense-stage.ts'
import type { Shape } from './shapes.ts'

/** A device that iterates on many problems at once, as a batch engine sees it. */
export interface BatchDevice {
  /** Problems may share a bucket where this is the same. */
  groupOf(stage: DenseStage): string
  /** How many problems of that shape it takes at once, by its memory; 0 where not even one. */
  slotsFor(shape: Shape): number
  /**
   * Makes room for so many problems of a shape.
   *
   * @param stage one of those that are to come
   * @throws Error where the device's memory does not suffice
   */
  open(shape: Shape, slots: number, stage: DenseStage): Promise<DeviceBucket>
}

/** Problems of one shape on a device. Potentials stay there while they are iterated on. */
export interface DeviceBucket extends Disposable {
  /** Puts a problem into a slot. What was there is gone. */
  load(slot: number, stage: DenseStage, start: StagePotentials): void
  /** Iterates on the slots named and returns each one's marginal errors, as found on the way (contract §4), one an iteration. */
  iterate(steps: readonly Step[]): Promise<readonly ArrayLike<number>[]>
  /** A slot's potentials. */
  read(slot: number): Promise<StagePotentials>
  /** The slot's problem is not wanted any more. */
  clear(slot: number): void
}

/** What is to be done with a slot before the errors are next looked at. */
export interface Step {
  readonly slot: number
  readonly omega: number
  /** of `ITERATIONS_PER_LOOK`; the slot then waits for the others */
  readonly count: number
}

/** Iterations between two looks at the errors: each look waits for the device. */
export const ITERATIONS_PER_LOOK = 8

/**
 * Potentials at the points of both ends, in units of ε. Only f + g is kept exactly: the constant that the dual prefers, (f − c, g + c), is
 * worked out where it is needed. A large one (the ends' masses differ by 30 %: some 1e4 where λ/ε is 1e5) would take float32's digits away
 * from the rest.
 */
export interface StagePotentials {
  readonly f: Float32Array
  readonly g: Float32Array
}
