import { setImmediate as nextTurn } from 'node:timers/promises'
import { Relaxation } from '../../core/transport/relaxation.ts'
import type { Fields, Level } from './level.ts'
import type { Tfjs } from './load-tfjs.ts'

export interface LevelOptions {
  readonly tolerance: number
  readonly maxIterations: number
  /** the ω that a coarser grid ended with: the slow modes, which it is chosen for, are the same on all grids */
  readonly omega?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface LevelSolution extends Fields {
  readonly iterations: number
  readonly omega: number
}

/** Iterations between two looks at the error: each look waits for the device. */
const READ_EVERY = 8
/** A smaller error than so far counts only if it is smaller by this part of it. */
const FALL = 0.02
/** Below this the error may have come to float32's floor, and some iterations without a fall say that it has. */
const FLOOR_BEGINS = 1e-4
const PATIENCE_AT_FLOOR = 24
/** Above it, only a much longer time without a fall means that nothing more is to be had. */
const PATIENCE = 200

/**
 * Iterates on a level until its own float32 error meets the tolerance, no longer falls, or the iterations are used up.
 *
 * Over-relaxation multiplies what rounding does differently to f and to g by ω / (2 − ω), so the floor that it reaches is not yet
 * float32's: some plain iterations at the end bring the error down to that, five to ten times lower.
 *
 * @throws the signal's reason once it is aborted
 */
export async function solveLevel(
  tf: Tfjs,
  level: Level,
  start: Fields,
  { tolerance, maxIterations, omega, signal }: LevelOptions,
): Promise<LevelSolution> {
  const relaxation = new Relaxation()
  const progress = new Progress()
  let potentials = level.upload(start)
  let iterations = 0
  let isLast = false
  try {
    while (iterations < maxIterations) {
      // lets an abort come in: a backend that computes on this thread never leaves it otherwise
      await nextTurn()
      signal?.throwIfAborted()
      const count = Math.min(READ_EVERY, maxIterations - iterations)
      const { errors, ...next } = level.iterate(potentials, isLast ? 1 : relaxation.omega, count)
      tf.dispose([potentials.f, potentials.g])
      potentials = next
      const seen = await errors.data<'float32'>()
      tf.dispose(errors)

      // the first iterations, plain ones, smooth what the start is made of
      if (iterations === 0 && omega !== undefined) relaxation.omega = omega
      iterations += count
      if (isLast || seen[count - 1] <= tolerance) break
      for (const error of seen) {
        relaxation.observe(Number.isNaN(error) ? Number.POSITIVE_INFINITY : error)
        progress.observe(error)
      }
      isLast = progress.hasEnded
    }
    const [f, g] = await Promise.all([potentials.f.data<'float32'>(), potentials.g.data<'float32'>()])
    return { f, g, iterations, omega: relaxation.omega }
  } finally {
    tf.dispose([potentials.f, potentials.g])
  }
}

/** Whether an error still falls. */
class Progress {
  #smallest = Number.POSITIVE_INFINITY
  #sinceSmallest = 0

  observe(error: number): void {
    const hasFallen = error < this.#smallest * (1 - FALL)
    this.#sinceSmallest = hasFallen ? 0 : this.#sinceSmallest + 1
    if (hasFallen) this.#smallest = error
  }

  get hasEnded(): boolean {
    return this.#sinceSmallest >= (this.#smallest < FLOOR_BEGINS ? PATIENCE_AT_FLOOR : PATIENCE)
  }
}
