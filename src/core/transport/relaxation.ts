/** Iterations after a change of ω whose errors still ring with the change. */
const SETTLE = 8
/** Iterations over which the rate is then read. */
const WINDOW = 8
/** Without a new smallest error for this long, ω is too large: amplified rounding holds the error up. */
const PATIENCE = 64
/** An error this many times the smallest so far is divergence. */
const GROWTH = 100
/** How far below an ω that proved too large all later ones stay. */
const STEP_BACK = 0.02
/** No ω beyond this: the method is as slow there as with none, and close to instability. */
const LARGEST_OMEGA = 1.98

/**
 * Chooses the over-relaxation ω from the convergence that is seen.
 *
 * Near the solution the alternating updates behave like successive over-relaxation: with the plain iteration's rate ρ the error falls
 * by a factor r an iteration where (r + ω − 1)² = r ω² ρ, and it falls fastest at ω = 2 / (1 + √(1 − ρ)) (Young 1971; Thibault et al.
 * 2021; Lehmann et al. 2022). So ρ is solved from the r just measured and ω set from it. ω only rises, since early iterations see
 * the fast modes, until it proves too large: then it is halved towards 1 and stays below that.
 */
export class Relaxation {
  omega = 1
  #largest = LARGEST_OMEGA
  #sinceChange = 0
  #windowStart = Infinity
  #smallest = Infinity
  #sinceSmallest = 0

  /** Take note of an iteration's marginal error; `omega` is what the next one should use. */
  observe(error: number): void {
    this.#sinceSmallest = error < this.#smallest ? 0 : this.#sinceSmallest + 1
    this.#smallest = Math.min(this.#smallest, error)
    this.#sinceChange++
    if (this.#sinceSmallest > PATIENCE || error > GROWTH * this.#smallest) this.#retreat(error)
    else if (this.#sinceChange === SETTLE) this.#windowStart = error
    else if (this.#sinceChange === SETTLE + WINDOW) this.#advance(error)
  }

  #advance(error: number): void {
    const rate = (error / this.#windowStart) ** (1 / WINDOW)
    this.omega = Math.max(this.omega, Math.min(this.#largest, bestOmega(rate, this.omega)))
    this.#sinceChange = 0
  }

  #retreat(error: number): void {
    this.#largest = Math.max(1, this.omega - STEP_BACK)
    this.omega = 1 + (this.omega - 1) / 2
    this.#sinceChange = 0
    this.#smallest = error
    this.#sinceSmallest = 0
  }
}

/** The best ω for the plain rate ρ that explains the rate seen at the present ω; the present ω where none does. */
function bestOmega(rate: number, omega: number): number {
  const plainRate = (rate + omega - 1) ** 2 / (rate * omega * omega)
  const explained = rate > omega - 1 && plainRate < 1
  return explained ? 2 / (1 + Math.sqrt(1 - plainRate)) : omega
}
