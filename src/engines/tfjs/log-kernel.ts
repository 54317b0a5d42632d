import type { Rank, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'
import { LOG_NOTHING } from '../batch/dense-stage.ts'
import type { Tfjs } from './load-tfjs.ts'

/** Applies the Gibbs kernel of the squared distance between the pixels of a grid, to any number of fields on it. */
export interface LogKernel extends Disposable {
  /**
   * log Σ_j exp(h_j − scale |x_i − x_j|²) at every pixel i of the grid.
   *
   * @param h fields × rows × columns; LOG_NOTHING where there is nothing
   */
  logSumExp(h: Tensor3D): Tensor3D
}

/** The same along one axis. */
interface AxisKernel extends Disposable {
  /** @param h lines × places */
  logSumExp(h: Tensor2D): Tensor2D
}

/**
 * How many powers of e the factors e^(−s d²) within a block may span. The largest term of a block, 1 after its shift, then arrives as
 * more than e^−104; with the two lifts that is far from float32's underflow at e^−87, and what does underflow is below e^−24 of it.
 */
const SPAN = 104
/** Exponents added to either factor of a product and taken off its logarithm again: e^81 a term, so 2,000 of them don't overflow. */
const KERNEL_LIFT = 40
const MASS_LIFT = 41

/**
 * A kernel application in float32 that loses nothing, whatever the potentials' range: exponents of hundreds are common (at ε = 1e-4
 * mass that moves 53 px already has a factor below float32's smallest), so no shift of whole rows is enough.
 *
 * The kernel factors into rows and columns. Along one axis, cut into blocks of B pixels, a pixel at u in block I and one at w in block
 * O are Δ + u − w apart, Δ = (I − O) B, so
 *
 *     e^(−s (Δ + u − w)²) = e^(−2sΔu) · e^(−s (u − w)²) · e^(2sΔw − sΔ²)
 *
 * The middle factor is one small matrix for all pairs of blocks, and the others are added to exponents. Each pair of blocks gets its
 * own shift, the largest exponent in it; B is such that the small matrix can't underflow; and what arrives from the blocks is joined by a
 * log-sum-exp. Where an axis is one block, this is the plain matrix product with a shift a row.
 *
 * @param scale coordScale² / ε times the squared spacing of the grid
 */
export function logKernel(tf: Tfjs, rows: number, columns: number, scale: number): LogKernel {
  const alongRows = axisKernel(tf, columns, scale)
  const downColumns = axisKernel(tf, rows, scale)
  return {
    // lines are all alike, whichever field they belong to: one product for the whole batch
    logSumExp: (h) =>
      tf.tidy(() => {
        const [count] = h.shape
        const acrossRows = alongRows.logSumExp(tf.reshape(h, [count * rows, columns]))
        const turned = tf.transpose(tf.reshape(acrossRows, [count, rows, columns]), [0, 2, 1])
        const arrived = downColumns.logSumExp(tf.reshape(turned, [count * columns, rows]))
        return tf.transpose(tf.reshape<Rank.R3>(arrived, [count, columns, rows]), [0, 2, 1])
      }),
    [Symbol.dispose]() {
      alongRows[Symbol.dispose]()
      downColumns[Symbol.dispose]()
    },
  }
}

/** The kernel's factor along the second axis of a grid of `length` columns. */
function axisKernel(tf: Tfjs, length: number, scale: number): AxisKernel {
  const largestBlock = Math.floor(Math.sqrt(SPAN / scale)) + 1
  const blocks = Math.ceil(length / largestBlock)
  const size = Math.ceil(length / blocks)
  const padding = blocks * size - length

  const center = (size - 1) / 2
  const gauss = tf.tensor2d(
    Float32Array.from({ length: size * size }, (_, i) =>
      Math.exp(KERNEL_LIFT - scale * (Math.floor(i / size) - (i % size)) ** 2),
    ),
    [size, size],
  )
  /** one value for every block that mass comes from, block that it goes to, and pixel of one of them */
  const perBlocks = (value: (delta: number, pixel: number) => number) => {
    const values = new Float32Array(blocks * blocks * size)
    for (let i = 0; i < values.length; i++) {
      const pair = Math.floor(i / size)
      values[i] = value((Math.floor(pair / blocks) - (pair % blocks)) * size, (i % size) - center)
    }
    return tf.tensor3d(values, [blocks, blocks, size])
  }
  const before = perBlocks((delta, u) => -2 * scale * delta * u)
  const after = perBlocks((delta, w) => 2 * scale * delta * w - scale * delta * delta - KERNEL_LIFT)

  function logSumExp(h: Tensor2D): Tensor2D {
    const lines = h.shape[0]
    const padded =
      padding === 0
        ? h
        : tf.pad2d(
            h,
            [
              [0, 0],
              [0, padding],
            ],
            LOG_NOTHING,
          )
    const exponents = tf.add(tf.reshape(padded, [lines, blocks, 1, size]), before)
    const shift = tf.sub(tf.max(exponents, -1, true), MASS_LIFT)
    const masses = tf.exp(tf.sub(exponents, shift))
    const arrived = tf.reshape(tf.matMul<Tensor2D>(tf.reshape(masses, [lines * blocks * blocks, size]), gauss), [
      lines,
      blocks,
      blocks,
      size,
    ])
    const logs = tf.add(tf.add(tf.log(arrived), shift), after)
    const joined = tf.reshape<Rank.R2>(overBlocks(logs), [lines, blocks * size])
    return padding === 0 ? joined : tf.slice2d(joined, [0, 0], [lines, length])
  }

  /** log Σ exp over the blocks that mass comes from, the second axis */
  function overBlocks(logs: Tensor): Tensor {
    return blocks === 1 ? logs : tf.logSumExp(logs, 1)
  }

  return { logSumExp, [Symbol.dispose]: () => tf.dispose([gauss, before, after]) }
}
