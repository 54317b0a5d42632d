import { loadKernels } from '../src/core/kernels/kernel-memory.ts'

/** What one core of this machine can do at most, as far as these kernels can ask it. */
export interface MachinePeaks {
  /** float64 matrix product that fits the caches, by the kernel that the solver uses */
  readonly gflopPerSec: number
  /** of a copy too large for the caches, bytes read and bytes written */
  readonly gbPerSec: number
}

/** of three matrices of 84 KB together, which second-level caches hold; no power of two, whose rows would fall on the same cache lines */
const SIDE = 60
const PRODUCTS = 50
const COPY_BYTES = 256 * 2 ** 20

/** The best of many short measurements: what the machine can, not what it did beside other work. */
export function machinePeaks(): MachinePeaks {
  return { gflopPerSec: productPeak(200), gbPerSec: copyPeak(10) }
}

function productPeak(repetitions: number): number {
  const { kernels, take } = loadKernels()
  const matrix = () => take(SIDE * SIDE)
  const [a, b, c] = [matrix(), matrix(), matrix()]
  const seconds = leastSec(repetitions, () => {
    for (let k = 0; k < PRODUCTS; k++) {
      for (let row = 0; row < SIDE; row += 4) {
        const offset = row * SIDE * 8
        kernels.fourRows(a + offset, SIDE, b, SIDE, c + offset, SIDE, 0, SIDE, 0, SIDE)
      }
    }
  })
  return (2 * SIDE ** 3 * PRODUCTS) / seconds / 1e9
}

function copyPeak(repetitions: number): number {
  const from = new Float64Array(COPY_BYTES / 8).fill(1)
  const to = new Float64Array(from.length).fill(2)
  return (2 * COPY_BYTES) / leastSec(repetitions, () => to.set(from)) / 1e9
}

function leastSec(repetitions: number, work: () => void): number {
  work()
  const seconds = Array.from({ length: repetitions }, () => {
    const startMs = performance.now()
    work()
    return (performance.now() - startMs) / 1000
  })
  return Math.min(...seconds)
}
