/** Keeps values up to a bound in bytes, those asked for last; what is being made is made once for all who ask. */
export class ByteCache<Value> {
  readonly #boundBytes: number
  readonly #sizeOf: (value: Value) => number
  /** oldest first */
  readonly #entries = new Map<string, { readonly value: Promise<Value>; bytes: number }>()
  #bytes = 0

  constructor(boundBytes: number, sizeOf: (value: Value) => number) {
    this.#boundBytes = boundBytes
    this.#sizeOf = sizeOf
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The value of that key, made where it is not at hand; one that could not be made is tried again the next time. */
  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key)
    if (known) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.value
    }
    const entry = { value: make(), bytes: 0 }
    this.#entries.set(key, entry)
    entry.value.then(
      (value) => {
        if (this.#entries.get(key) !== entry) return
        entry.bytes = this.#sizeOf(value)
        this.#bytes += entry.bytes
        this.#forgetOldest()
      },
      () => this.#entries.delete(key),
    )
    return entry.value
  }

  /** The value of that key if it is at hand; it gets no younger by that. */
  peek(key: string): Promise<Value> | undefined {
    return this.#entries.get(key)?.value
  }

  #forgetOldest(): void {
    for (const [key, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#boundBytes || this.#entries.size === 1) return
      if (bytes === 0) continue
      this.#entries.delete(key)
      this.#bytes -= bytes
    }
  }
}
