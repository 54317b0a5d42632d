import { Relaxation } from '../../core/transport/relaxation.ts'
import { Progress } from './progress.ts'

/** Below this error, a stop may be float32's floor as over-relaxation sees it, */
const FLOOR_BEGINS = 3e-5
/** but not before ω has been chosen and the error has followed it. */
const FAST_LOOKS = 3
/** A look that leaves more than this of the error has stopped. */
const STOPPED = 0.75
/** A plain look that leaves at most this of it has shown that it was the floor. */
const WAS_FLOOR = 0.5
/** After a plain look that showed nothing, the error has to fall to this part before there is another one. */
const UNTIL_NEXT = 0.5

/** ω of every step, or the first one of those that the convergence asks for, or the device's own acceleration. */
type Pacing = { readonly fixedOmega: number } | { readonly startOmega: number } | 'accelerated'

/**
 * `settling`: plain iterations, which smooth what the start is made of. `fast`: by the ω that the convergence asks for, or as the device accelerates.
 * `trying`: plain ones, to see whether that is all that can be had. `finishing`: plain ones, since it is.
 */
type Phase = 'settling' | 'fast' | 'trying' | 'finishing' | 'over'

/**
 * The steps of each look of a stage, from the errors of those before it.
 *
 * Over-relaxation multiplies what rounding does differently to f and to g by ω / (2 − ω), so the floor that it reaches is not yet float32's: plain
 * iterations bring the error down to that, five to ten times lower.
 */
export class Pace {
  readonly #fixedOmega: number | undefined
  readonly #isAccelerated: boolean
  readonly #relaxation = new Relaxation()
  readonly #progress = new Progress()
  #phase: Phase
  #error = Number.POSITIVE_INFINITY
  #triedAt = Number.POSITIVE_INFINITY
  #fastLooks = 0

  constructor(steps: Pacing) {
    this.#isAccelerated = steps === 'accelerated'
    this.#phase = this.#isAccelerated ? 'fast' : 'settling'
    if (steps === 'accelerated') return
    if ('startOmega' in steps) this.#relaxation.omega = steps.startOmega
    else this.#fixedOmega = steps.fixedOmega
  }

  /** of the next look; undefined where the device is to accelerate it */
  get omega(): number | undefined {
    if (this.#fixedOmega !== undefined || this.#phase !== 'fast') return this.#fixedOmega ?? 1
    return this.#isAccelerated ? undefined : this.#relaxation.omega
  }

  /** the ω that the convergence asked for last */
  get relaxedOmega(): number {
    return this.#relaxation.omega
  }

  /** Whether nothing more is to be had. */
  get isOver(): boolean {
    return this.#phase === 'over'
  }

  /** Takes note of a look's errors, one an iteration. */
  observe(errors: ArrayLike<number>): void {
    const before = this.#error
    for (let k = 0; k < errors.length; k++) {
      const error = Number.isNaN(errors[k]) ? Number.POSITIVE_INFINITY : errors[k]
      this.#progress.observe(error)
      if (this.#phase !== 'trying') this.#relaxation.observe(error)
      this.#error = error
    }
    if (this.#phase === 'fast') this.#fastLooks++
    this.#phase = this.#next(this.#error / before)
  }

  /** @param left what the last look left of the error */
  #next(left: number): Phase {
    if (this.#phase === 'finishing') return 'over'
    if (this.#progress.hasEnded) return 'finishing'
    if (this.#phase === 'trying') return left <= WAS_FLOOR ? 'finishing' : 'fast'
    if (!this.#hasStopped(left)) return 'fast'
    this.#triedAt = this.#error
    return 'trying'
  }

  #hasStopped(left: number): boolean {
    const mayBeFloor = this.#error < FLOOR_BEGINS && this.#error < UNTIL_NEXT * this.#triedAt
    const isRelaxed = this.omega !== undefined && this.omega > 1
    return this.#fastLooks >= FAST_LOOKS && isRelaxed && mayBeFloor && left > STOPPED
  }
}
