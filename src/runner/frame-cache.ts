/**
 * Values by key, each made once and kept up to a bound in bytes, least recently used out first (contract §9). A value that was let go is
 * made again when it is next asked for; one whose making failed is forgotten, so that it can be tried again.
 */
export class FrameCache<T> {
  readonly #entries = new Map<string, { readonly value: Promise<T>; bytes: number }>()
  readonly #maxBytes: number
  readonly #sizeOf: (value: T) => number
  #bytes = 0
  #hits = 0
  #misses = 0

  constructor(maxBytes: number, sizeOf: (value: T) => number) {
    this.#maxBytes = maxBytes
    this.#sizeOf = sizeOf
  }

  /** How often a value was at hand when it was asked for, and how often it was not. */
  get counts(): { readonly hits: number; readonly misses: number } {
    return { hits: this.#hits, misses: this.#misses }
  }

  /** The value of `key`, made by `make` where it is not at hand. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key)
    if (known) {
      // a Map keeps the order of insertion: put back, it is the most recently used
      this.#entries.delete(key)
      this.#entries.set(key, known)
      this.#hits++
      return known.value
    }
    this.#misses++
    const entry = { value: make(), bytes: 0 }
    this.#entries.set(key, entry)
    entry.value.then(
      (value) => {
        entry.bytes = this.#sizeOf(value)
        this.#bytes += entry.bytes
        this.#trim()
      },
      () => this.#entries.delete(key),
    )
    return entry.value
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return
      if (entry.bytes === 0) continue
      this.#entries.delete(key)
      this.#bytes -= entry.bytes
    }
  }
}
