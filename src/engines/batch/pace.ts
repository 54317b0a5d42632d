import { Relaxation } from '../../core/transport/relaxation.ts'
import { Progress } from './progress.ts'

/** Below this error, a stop may be float32's floor as over-relaxation sees it, */
const FLOOR_BEGINS = 3e-5
/** but not before ω has been chosen and the error has followed it. */
const RELAXED_LOOKS = 3
/** A look that leaves more than this of the error has stopped. */
const STOPPED = 0.75
/** A plain look that leaves at most this of it has shown that it was the floor. */
const WAS_FLOOR = 0.5
/** After a plain look that showed nothing, the error has to fall to this part before there is another one. */
const UNTIL_NEXT = 0.5

/**
 * `settling`: plain iterations, which smooth what the start is made of. `relaxed`: by the ω that the convergence asks for. `trying`: plain ones, to
 * see whether that is all that can be had. `finishing`: plain ones, since it is.
 */
type Phase = 'settling' | 'relaxed' | 'trying' | 'finishing' | 'over'

/**
 * The ω of each look of a stage, from the errors of those before it.
 *
 * Over-relaxation multiplies what rounding does differently to f and to g by ω / (2 − ω), so the floor that it reaches is not yet
 * float32's: plain iterations bring the error down to that, five to ten times lower.
 */
export class Pace {
  readonly #fixedOmega: number | undefined
  readonly #relaxation = new Relaxation()
  readonly #progress = new Progress()
  #phase: Phase = 'settling'
  #error = Number.POSITIVE_INFINITY
  #triedAt = Number.POSITIVE_INFINITY
  #relaxedLooks = 0

  constructor(options: { readonly startOmega: number } | { readonly fixedOmega: number }) {
    if ('startOmega' in options) this.#relaxation.omega = options.startOmega
    else this.#fixedOmega = options.fixedOmega
  }

  /** of the next look */
  get omega(): number {
    return this.#fixedOmega ?? (this.#phase === 'relaxed' ? this.#relaxation.omega : 1)
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
    if (this.#phase === 'relaxed') this.#relaxedLooks++
    this.#phase = this.#next(this.#error / before)
  }

  /** @param left what the last look left of the error */
  #next(left: number): Phase {
    if (this.#phase === 'finishing') return 'over'
    if (this.#progress.hasEnded) return 'finishing'
    if (this.#phase === 'trying') return left <= WAS_FLOOR ? 'finishing' : 'relaxed'
    if (!this.#hasStopped(left)) return 'relaxed'
    this.#triedAt = this.#error
    return 'trying'
  }

  #hasStopped(left: number): boolean {
    const mayBeFloor = this.#error < FLOOR_BEGINS && this.#error < UNTIL_NEXT * this.#triedAt
    return this.#relaxedLooks >= RELAXED_LOOKS && this.omega > 1 && mayBeFloor && left > STOPPED
  }
}
