/** A smaller error than so far counts only if it is smaller by this part of it. */
const FALL = 0.02
/** Below this the error may have come to float32's floor, and some iterations without a fall say that it has. */
const FLOOR_BEGINS = 1e-4
const PATIENCE_AT_FLOOR = 48
/** Above it, only a much longer time without a fall means that nothing more is to be had. */
const PATIENCE = 200

/** Float32's own exponentials are off by more: a smaller error would not be one of the problem's. */
const NOTHING_LEFT = 1e-7

/** Whether an error still falls, and means something. */
export class Progress {
  #smallest = Number.POSITIVE_INFINITY
  #sinceSmallest = 0

  observe(error: number): void {
    const hasFallen = error < this.#smallest * (1 - FALL)
    this.#sinceSmallest = hasFallen ? 0 : this.#sinceSmallest + 1
    if (hasFallen) this.#smallest = error
  }

  get hasEnded(): boolean {
    if (this.#smallest < NOTHING_LEFT) return true
    return this.#sinceSmallest >= (this.#smallest < FLOOR_BEGINS ? PATIENCE_AT_FLOOR : PATIENCE)
  }
}
