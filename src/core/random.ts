/** A stream of pseudo-random numbers that its seed alone decides. */
export interface Random {
  /** from `low` (0) up to, but not including, `high` (1) */
  readonly uniform: (low?: number, high?: number) => number
  /** Gaussian of the given mean (0) and standard deviation (1) */
  readonly normal: (mean?: number, deviation?: number) => number
  /** whole, from `low` up to, but not including, `high` */
  readonly integer: (low: number, high: number) => number
  /** the values in another order, as a new array */
  readonly shuffle: <T>(values: readonly T[]) => T[]
  /** `count` of the values, at most all, without replacement, in the order drawn */
  readonly sample: (values: Int32Array, count: number) => Int32Array
}

/**
 * The stream of a seed, the same on every machine: Chris Doty-Humphrey's sfc32 (PractRand 0.95, public domain), its state filled
 * from the seed's text by FNV-1a and the mixer of splitmix32.
 */
export function seededRandom(seed: number | string): Random {
  const next = sfc32(seedWords(String(seed)))

  function uniform(low = 0, high = 1): number {
    const fraction = ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
    return low + (high - low) * fraction
  }

  function integer(low: number, high: number): number {
    return low + Math.floor(uniform() * (high - low))
  }

  /** Marsaglia's polar method */
  function normal(mean = 0, deviation = 1): number {
    for (;;) {
      const u = uniform(-1, 1)
      const v = uniform(-1, 1)
      const square = u * u + v * v
      if (square > 0 && square < 1) return mean + deviation * u * Math.sqrt((-2 * Math.log(square)) / square)
    }
  }

  /** the first `count` steps of a Fisher–Yates shuffle */
  function drawToFront<T>(values: { [index: number]: T; readonly length: number }, count: number): void {
    for (let i = 0; i < count; i++) {
      const j = integer(i, values.length)
      const drawn = values[j]
      values[j] = values[i]
      values[i] = drawn
    }
  }

  function shuffle<T>(values: readonly T[]): T[] {
    const shuffled = values.slice()
    drawToFront(shuffled, shuffled.length)
    return shuffled
  }

  function sample(values: Int32Array, count: number): Int32Array {
    const drawn = values.slice()
    const size = Math.min(count, drawn.length)
    drawToFront(drawn, size)
    return drawn.slice(0, size)
  }

  return { uniform, normal, integer, shuffle, sample }
}

type State = readonly [a: number, b: number, c: number]

function seedWords(text: string): State {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  const word = () => {
    hash = (hash + 0x9e3779b9) | 0
    let z = hash
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  return [word(), word(), word()]
}

function sfc32([first, second, third]: State): () => number {
  let a = first
  let b = second
  let c = third
  let counter = 1
  const next = () => {
    const result = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    return result >>> 0
  }
  // sfc32's own seeding discards these, so that close seeds do not start alike
  for (let i = 0; i < 12; i++) next()
  return next
}
